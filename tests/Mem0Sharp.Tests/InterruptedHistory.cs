namespace Mem0Sharp.Tests;

/// <summary>A history that lets something happen just before a commit, as another process would, and counts what is committed.</summary>
internal sealed class InterruptedHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    public Func<Task>? BeforeNextCommit { get; set; }

    public Exception? FailNextCommit { get; set; }

    public List<int> CommitSizes { get; } = [];

    /// <summary>Holds the next commit. The first task ends when a commit is there; the source lets it go on.</summary>
    public (Task Reached, TaskCompletionSource Release) HoldNextCommit()
    {
        TaskCompletionSource reached = new();
        TaskCompletionSource release = new();
        BeforeNextCommit = () =>
        {
            reached.SetResult();
            return release.Task;
        };
        return (reached.Task, release);
    }

    public override async Task<HistoryCommit> CommitAsync(
        IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        Func<Task>? before = BeforeNextCommit;
        BeforeNextCommit = null;
        if (before is not null)
        {
            await before();
        }

        if (FailNextCommit is { } failure)
        {
            FailNextCommit = null;
            throw failure;
        }

        CommitSizes.Add(writes.Count);
        return await base.CommitAsync(writes, cancellationToken);
    }
}
