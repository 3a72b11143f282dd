using System.Numerics.Tensors;
using Mem0Sharp.Benchmarks;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.LocalEmbeddings.Tests.Encode;

/// <summary>The plain loops that benchmarks compare with are the same encoder.</summary>
public sealed class PlainEncoderTests
{
    private const float Tolerance = 1e-4f;

    private readonly PlainEncoder _plain = new(WeightFile.ReadEmbedded());

    [Theory]
    [InlineData(EncoderTexts.ShortTokens)]
    [InlineData(EncoderTexts.LongTokens)]
    public async Task Encode_InPlainLoops_GivesTheVectorOfTheGenerator(int tokens)
    {
        GeneratedEmbeddings<Embedding<float>> made = await Embed(EncoderTexts.Of(tokens));

        made.Usage!.InputTokenCount.Should().Be(tokens);
        made[0].AdditionalProperties.Should().BeNull("all of the text is read");
        Distance(_plain.Encode(EncoderTexts.Of(tokens)), made).Should().BeLessThan(Tolerance);
    }

    [Fact]
    public async Task Encode_OfAnotherText_GivesAnotherVector() =>
        Distance(_plain.Encode(EncoderTexts.Short), await Embed("She moved.")).Should().BeGreaterThan(1000 * Tolerance);

    private static float Distance(float[] vector, GeneratedEmbeddings<Embedding<float>> made) =>
        TensorPrimitives.Distance<float>(vector, made[0].Vector.Span);

    private static async Task<GeneratedEmbeddings<Embedding<float>>> Embed(string text)
    {
        using LocalEmbeddingGenerator generator = new();
        return await generator.GenerateAsync([text], cancellationToken: TestContext.Current.CancellationToken);
    }
}
