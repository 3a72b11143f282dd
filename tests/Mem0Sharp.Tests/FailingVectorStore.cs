namespace Mem0Sharp.Tests;

/// <summary>An in-memory store that fails when told to, as a remote one would, and keeps what it was given.</summary>
internal sealed class FailingVectorStore : DelegatingVectorStore
{
    private int _timesLeft;
    private (int Call, Exception Failure)? _later;

    public Exception? Failure { get; set; }

    /// <summary>Gets or sets what changes wait for before they are applied.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public List<object> Seen { get; } = [];

    /// <summary>Fails so many changes, then works again.</summary>
    public void FailTimes(int times, Exception failure)
    {
        _timesLeft = times;
        Failure = failure;
    }

    /// <summary>Fails from the changes of this number on, counted from 1 from now.</summary>
    public void FailFrom(int call, Exception failure) => _later = (call, failure);

    public override Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        Working(space).OpenAsync(space, cancellationToken);

    public override async Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        if (_later is { } later)
        {
            _later = later.Call > 1 ? (later.Call - 1, later.Failure) : null;
            Failure = later.Call > 1 ? Failure : later.Failure;
        }

        Exception? failure = Failure;
        if (_timesLeft > 0 && --_timesLeft == 0)
        {
            Failure = null;
        }

        Seen.Add(changes);
        await Until;
        if (failure is not null)
        {
            throw failure;
        }

        await base.ApplyAsync(changes, position, cancellationToken);
    }

    public override Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        Working(query).SearchAsync(query, cancellationToken);

    public override Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        Working(query).SearchKeywordsAsync(query, cancellationToken);

    private InMemoryVectorStore Working(object seen)
    {
        Seen.Add(seen);
        return Failure is null ? Inner : throw Failure;
    }
}
