namespace Mem0Sharp.Tests.Embed;

public sealed class EmbeddingDirectionTests
{
    [Theory]
    [InlineData(3, 1, 0.7071)]
    [InlineData(-3, 1, -0.1414)]
    [InlineData(1, -3, -0.7071)]
    public async Task SearchAsync_WhateverTheSignOfTheLargestComponent_ScoresByTheCosine(float x, float y, double cosine)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        fixture.Embeddings.Dimensions = 2;
        fixture.Embeddings.Map("stored", x, y).Map("asked", 1, 2);
        await fixture.StoreAsync("stored");

        MemorySearchResults found = await fixture.Memory.SearchAsync("asked", MemoryFixture.Alice, options: null, MemoryFixture.Token);

        found.Single().Score.Should().BeApproximately(cosine, 1e-4);
    }
}
