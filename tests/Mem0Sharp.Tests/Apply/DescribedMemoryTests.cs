using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A change that leaves the text as it is brings the store no vector: neither made, nor read, nor copied.</summary>
public sealed class DescribedMemoryTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_OfEachKind_BringAVectorOnlyWithAText()
    {
        RecordingVectorStore store = new();
        await using Memory memory = new MemoryBuilder().UseVectorStore(store).Build();
        string id = (await memory.AddAsync("Likes green tea", Alice, Verbatim, Token)).Items.Single().Id;

        await memory.UpdateAsync(id, new MemoryPatch { Metadata = new JsonObject { ["place"] = "attic" } }, cancellationToken: Token);
        await memory.UpdateAsync(id, new MemoryPatch { Tags = TagsPatch.Add("drink") }, cancellationToken: Token);
        await memory.UpdateAsync(id, "Likes black tea", cancellationToken: Token);
        await memory.RestoreAsync(id, 3, new() { Force = true }, Token);
        await memory.DeleteAsync(id, cancellationToken: Token);
        await memory.RestoreAsync(id, 3, new() { Force = true }, Token);

        store.Told.Select(change => change.GetType().Name).Should().Equal("Upsert", "Describe", "Describe", "Upsert", "Upsert", "Delete", "Upsert");
    }

    [Fact]
    public async Task Patch_OfMetadata_AsksTheHistoryForNoVector()
    {
        CountingHistory history = new();
        await using Memory memory = new MemoryBuilder().UseHistory(history).Configure(options => options.EmbeddingCacheBytes = 0).Build();
        string id = (await memory.AddAsync("Likes green tea", Alice, Verbatim, Token)).Items.Single().Id;
        history.Embeddings = 0;

        for (int n = 0; n < 20; n++)
        {
            await memory.UpdateAsync(id, new MemoryPatch { Metadata = new JsonObject { ["n"] = n } }, cancellationToken: Token);
        }

        history.Embeddings.Should().Be(0);
        (await memory.SearchAsync("green tea", Alice, new() { Filter = MemoryFilter.Parse("""{"n": 19}""") }, Token)).Single().Item.Version.Should().Be(21);
        await memory.UpdateAsync(id, "Likes black tea", cancellationToken: Token);
        history.Embeddings.Should().BePositive("a text that is not in the cache is looked up");
    }

    private sealed class CountingHistory() : DelegatingHistory(new InMemoryHistoryStore())
    {
        public int Embeddings { get; set; }

        public override Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
            IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
        {
            Embeddings += texts.Count;
            return base.GetEmbeddingsAsync(texts, cancellationToken);
        }
    }
}
