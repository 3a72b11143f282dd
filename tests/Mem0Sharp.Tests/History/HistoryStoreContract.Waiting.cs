using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

/// <content>Waiting for what is committed.</content>
public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task WaitForCommitAsync_WhereTheEndIsAnother_ReturnsAtOnce()
    {
        await CommitAsync(Add("m1"));
        await CommitAsync(Add("m2"));

        await Store.WaitForCommitAsync(At(1), Token);
        await Store.WaitForCommitAsync(HistoryPosition.Start, Token);
    }

    [Fact]
    public async Task WaitForCommitAsync_ReturnsAfterWhateverMovesTheEnd()
    {
        await FollowAsync(() => CommitAsync(Add("m1")), At(1));
        await FollowAsync(() => Store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["m1"], ErasedAt = Noon }, Token), At(2));
        await FollowAsync(() => Store.ResetAsync(Token), At(2, resets: 1));
    }

    [Fact]
    public async Task WaitForCommitAsync_OfManyAtOnce_ReturnsToEach()
    {
        Task[] waiting = [.. Enumerable.Range(0, 20).Select(_ => FollowAsync(() => Task.CompletedTask, At(1)))];

        await CommitAsync(Add("m1"));

        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task WaitForCommitAsync_WhenCancelled_EndsAndOthersGoOnWaiting()
    {
        HistoryPosition known = await Store.GetPositionAsync(Token);
        using CancellationTokenSource cancel = new();
        Task cancelled = FollowAsync(() => Task.CompletedTask, known with { Sequence = 1 }, cancel.Token);
        Task other = FollowAsync(() => Task.CompletedTask, known with { Sequence = 1 });

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>();
        other.IsCompleted.Should().BeFalse("nothing has happened");
        await CommitAsync(Add("m1"));
        await other;
    }

    /// <summary>Waits as whoever follows the history does, until it is somewhere.</summary>
    private async Task FollowAsync(Func<Task> work, HistoryPosition until, CancellationToken? cancellationToken = null)
    {
        CancellationToken token = cancellationToken ?? Token;
        HistoryPosition known = await Store.GetPositionAsync(token);
        Task waiting = Store.WaitForCommitAsync(known, token);
        await work();

        // Of many that follow, one may have begun after the commit.
        while (known != until)
        {
            await waiting;
            known = await Store.GetPositionAsync(token);
            if (known == until)
            {
                return;
            }

            waiting = Store.WaitForCommitAsync(known, token);
        }
    }
}
