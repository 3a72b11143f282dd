namespace Mem0Sharp.Tests.History;

/// <summary>What every history store does alike. One derived class for each store runs all of it.</summary>
public abstract partial class HistoryStoreContract : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private long _epoch;

    protected IHistoryStore Store { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Store = Create();
        _epoch = (await Store.OpenAsync(Token)).Position.Epoch;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IHistoryStore Create();

    /// <summary>Makes a store of another history.</summary>
    protected abstract IHistoryStore CreateOther();

    /// <summary>Gets a place in the history after so many resets.</summary>
    private HistoryPosition At(long sequence, int resets = 0) => new(_epoch + resets, sequence);

    private Task<HistoryCommit> CommitAsync(params HistoryWrite[] writes) => Store.CommitAsync(writes, Token);

    private async Task<string[]> ListedAsync(MemoryScope? scope, DateTimeOffset? activeAt = null) =>
        [.. (await Store.ListAsync(new HistoryListQuery { Scope = scope, Limit = 100, ActiveAt = activeAt }, Token)).Select(head => head.Item.Id)];
}
