namespace Mem0Sharp.Tests.Apply;

/// <content>Where a call has begun when it returns, as a file's has.</content>
public sealed partial class ProjectionTests
{
    [Fact]
    public async Task DisposeAsync_WhileReadsWaitForOneThatCatchesUp_EndsAllOfThem()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        await using Memory other = fixture.OpenOther(builder => builder.UseVectorStore(new InMemoryVectorStore()));
        await other.UpdateAsync(item.Id, "Likes coffee", cancellationToken: Token);
        TaskCompletionSource applied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Until = applied.Task;
        Task[] searches = [.. Enumerable.Range(0, 3).Select(_ => fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token))];

        Task disposal = fixture.Memory.DisposeAsync().AsTask();
        applied.SetResult();

        await disposal.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await Task.WhenAll(searches).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromMinutes(1), Token);
        foreach (Task search in searches.Skip(1))
        {
            search.Exception!.InnerException.Should().BeOfType<ObjectDisposedException>("it had not begun");
        }
    }
}
