using System.Text.Json.Nodes;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Apply;

public sealed partial class CommitQueueTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task CommitAsync_WhenCancelledWhileWaiting_IsNotWritten()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("shared");
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory memory = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        await memory.OpenAsync(Token);
        (Task running, TaskCompletionSource release) = history.HoldNextCommit();
        using CancellationTokenSource cancel = new();

        Task first = PatchAsync("first", Token);
        await running;
        Task second = PatchAsync("second", cancel.Token);
        await cancel.CancelAsync();
        Func<Task> waiting = () => second;

        await waiting.Should().ThrowAsync<OperationCanceledException>();
        release.SetResult();
        await first;
        (await memory.GetAsync(item.Id, Token))!.Metadata.Keys.Should().Equal("first");

        Task PatchAsync(string key, CancellationToken token) =>
            memory.UpdateAsync(item.Id, new MemoryPatch { Metadata = new JsonObject { [key] = 1 } }, cancellationToken: token);
    }

    [Fact]
    public async Task CommitAsync_WhenTheHistoryFails_TellsEachCallerAndWorksAfterwards()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("shared");
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory memory = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        history.FailNextCommit = new MemoryStoreException("full");

        Func<Task> update = () => memory.UpdateAsync(item.Id, "new", cancellationToken: Token);

        (await update.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeFalse();
        (await memory.GetAsync(item.Id, Token)).Should().Be(item);
        await update.Should().NotThrowAsync();
        (await memory.GetAsync(item.Id, Token))!.Text.Should().Be("new");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommitAsync_WhenTheStoreIsDown_FailsForCallersThatChangedSomething(bool changes)
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        MemoryItem item = await fixture.StoreAsync("shared");
        MemoryItem same = await fixture.StoreAsync("the same");
        store.Failure = new MemoryStoreException("down");

        Func<Task> batch = () => fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(same.Id, "the same"), new MemoryUpdate(item.Id, changes ? "new" : "shared")], cancellationToken: Token);

        if (changes)
        {
            (await batch.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();
        }
        else
        {
            await batch.Should().NotThrowAsync();
        }
    }

    [Fact]
    public async Task DisposeAsync_WhileATextIsEmbedded_RefusesTheWrite()
    {
        using DeterministicEmbeddingGenerator embeddings = new();
        await using InMemoryHistoryStore history = new();
        Memory memory = new MemoryBuilder().UseHistory(history, isOwned: false).UseEmbeddings(embeddings).Build();
        MemoryItem item = (await memory.AddAsync("shared", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
        embeddings.Hold();
        Task update = memory.UpdateAsync(item.Id, "new", cancellationToken: Token);

        await memory.DisposeAsync();
        embeddings.Release();

        await update.Awaiting(task => task).Should().ThrowAsync<ObjectDisposedException>();
        (await history.ReadAsync([item.Id], Token).CountAsync(Token)).Should().Be(1);
    }
}
