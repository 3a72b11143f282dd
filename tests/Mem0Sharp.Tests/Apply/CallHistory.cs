namespace Mem0Sharp.Tests.Apply;

/// <summary>A history in which something happens between the look at a call's key and what follows, or right after a commit.</summary>
internal sealed class CallHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    /// <summary>Gets or sets what happens after the next look at a key.</summary>
    public Func<Task>? AfterNextLook { get; set; }

    /// <summary>Gets or sets what the next commit throws after it has happened: whoever waits for it never hears of it.</summary>
    public Exception? FailAfterNextCommit { get; set; }

    public override async Task<RecordedCall?> GetCallAsync(string key, CancellationToken cancellationToken = default)
    {
        RecordedCall? call = await base.GetCallAsync(key, cancellationToken);
        Func<Task>? after = AfterNextLook;
        AfterNextLook = null;
        if (after is not null)
        {
            await after();
        }

        return call;
    }

    public override async Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        HistoryCommit commit = await base.CommitAsync(writes, cancellationToken);
        Exception? failure = FailAfterNextCommit;
        FailAfterNextCommit = null;
        return failure is null ? commit : throw failure;
    }
}
