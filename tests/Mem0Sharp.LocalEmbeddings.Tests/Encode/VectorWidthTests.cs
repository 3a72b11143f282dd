using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings.Tests.Encode;

public sealed class VectorWidthTests
{
    private const float Tolerance = 1e-5f;

    private static readonly string[] Texts = ["Alice moved to Berlin", "Where does she live?", "a", string.Concat(Enumerable.Repeat("a long story ", 50))];

    // Narrower vectors than the processor's run on it too, and wider ones in software: slowly, but they run.
    [Theory]
    [InlineData("Scalar")]
    [InlineData("Vector128")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    public async Task Vectors_OfEveryWidth_AreTheSame(string width)
    {
        float[][] widest = await Embed(LocalModel.Shared);

        float[][] others = await Embed(new LocalModel(WeightFile.ReadEmbedded(), Enum.Parse<VectorWidth>(width)));

        for (int i = 0; i < Texts.Length; i++)
        {
            TensorPrimitives.Distance<float>(widest[i], others[i]).Should().BeLessThan(Tolerance);
        }
    }

    private static async Task<float[][]> Embed(LocalModel model)
    {
        using LocalEmbeddingGenerator generator = new(() => model);
        return
        [
            .. (await generator.GenerateAsync(Texts, cancellationToken: TestContext.Current.CancellationToken))
                .Select(embedding => embedding.Vector.ToArray()),
        ];
    }
}
