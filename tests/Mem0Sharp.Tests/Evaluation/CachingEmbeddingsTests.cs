using Mem0Sharp.Evaluation;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class CachingEmbeddingsTests
{
    [Fact]
    public async Task GenerateAsync_WithTextsThatAreKnown_AsksForTheOthersAlone()
    {
        using DeterministicEmbeddingGenerator inner = new();
        using CachingEmbeddings caching = new(inner);
        CancellationToken token = TestContext.Current.CancellationToken;
        await caching.GenerateAsync(["red", "green"], cancellationToken: token);

        GeneratedEmbeddings<Embedding<float>> made = await caching.GenerateAsync(["blue", "red", "blue"], cancellationToken: token);
        await caching.GenerateAsync(["green"], cancellationToken: token);

        inner.CallCount.Should().Be(2);
        inner.TextCount.Should().Be(3);
        using DeterministicEmbeddingGenerator other = new();
        GeneratedEmbeddings<Embedding<float>> expected = await other.GenerateAsync(["blue", "red", "blue"], cancellationToken: token);
        made.Select(embedding => embedding.Vector.ToArray()).Should().BeEquivalentTo(
            expected.Select(embedding => embedding.Vector.ToArray()), options => options.WithStrictOrdering());
    }
}
