using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <content>Where a call is in the queue before it first waits, since nothing is read over a wire.</content>
public sealed partial class CommitQueueTests
{
    [Fact]
    public async Task CommitAsync_WhileACommitRuns_GroupsWhatWaitsIntoTheNext()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("shared");
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory memory = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        await memory.OpenAsync(Token);
        (Task running, TaskCompletionSource release) = history.HoldNextCommit();

        Task first = PatchAsync(0);
        await running;
        Task[] waiting = [.. Enumerable.Range(1, 10).Select(PatchAsync)];
        release.SetResult();
        await Task.WhenAll([first, .. waiting]);

        history.CommitSizes.Should().Equal(1, 10);
        (await memory.GetAsync(item.Id, Token))!.Metadata.Should().HaveCount(11);

        Task PatchAsync(int i) =>
            memory.UpdateAsync(item.Id, new MemoryPatch { Metadata = new JsonObject { [$"k{i}"] = i } }, cancellationToken: Token);
    }

    [Fact]
    public async Task DisposeAsync_WhileWritesWait_FinishesThemAndRefusesNewOnes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("shared");
        await fixture.Memory.DisposeAsync();
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory memory = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        await memory.OpenAsync(Token);
        (Task running, TaskCompletionSource release) = history.HoldNextCommit();
        Task[] writes = [.. Enumerable.Range(0, 5).Select(i => memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { [$"k{i}"] = i } }, cancellationToken: Token))];
        await running;

        Task disposal = memory.DisposeAsync().AsTask();
        release.SetResult();
        await disposal;

        await Task.WhenAll(writes);
        Func<Task> late = () => memory.UpdateAsync(item.Id, "late", cancellationToken: Token);
        await late.Should().ThrowAsync<ObjectDisposedException>();
        await fixture.ReopenAsync();
        (await fixture.Memory.GetAsync(item.Id, Token))!.Metadata.Should().HaveCount(5);
    }
}
