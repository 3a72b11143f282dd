using System.Globalization;
using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings.Tests;

/// <summary>How near the encoder is to the model it was made from. Skipped where that model is not beside this repository;
/// <see cref="GoldenVectorTests"/> always run.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    private const double Nearest = 0.999;
    private const int FewestTexts = 1000;
    private const int Step = 3; // Every third text: all kinds of text, and a third of the time.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vectors_OfInt8Weights_AreThoseOfFloat32Weights()
    {
        string[] texts = [.. SharedModel.Texts().Where((_, place) => place % Step == 0)];
        texts.Should().HaveCountGreaterThanOrEqualTo(FewestTexts);

        float[][] exact = await Embed(SharedModel.Float32(), texts);
        float[][] small = await Embed(LocalModel.Shared, texts);

        Check("int8 weights to float32 weights", [.. exact.Zip(small, Cosine)]);
    }

    [Fact]
    public async Task Vectors_OfFloat32Weights_AreThoseOfTheOriginalRuntime()
    {
        Dictionary<string, float[]> given = SharedModel.Vectors();
        string[] texts = [.. SharedModel.Texts().Where(text => given.ContainsKey(SharedModel.KeyOf(text))).Where((_, place) => place % Step == 0)];
        texts.Should().HaveCountGreaterThanOrEqualTo(FewestTexts);

        float[][] ours = await Embed(SharedModel.Float32(), texts);

        Check("float32 weights to the original runtime (its vectors are int8)", [.. ours.Zip(texts, (vector, text) => Cosine(vector, given[SharedModel.KeyOf(text)]))]);
    }

    private static double Cosine(float[] one, float[] other) => TensorPrimitives.CosineSimilarity<float>(one, other);

    private static async Task<float[][]> Embed(LocalModel model, string[] texts)
    {
        using LocalEmbeddingGenerator generator = new(() => model);
        return [.. (await generator.GenerateAsync(texts, cancellationToken: Token)).Select(embedding => embedding.Vector.ToArray())];
    }

    private void Check(string what, double[] cosines)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cosine of {what}: minimum {cosines.Min():0.00000}, mean {cosines.Average():0.00000}, {cosines.Length} texts"));
        cosines.Min().Should().BeGreaterThanOrEqualTo(Nearest);
    }
}
