namespace Mem0Sharp.Tests.History;

/// <summary>What every history store does alike. One derived class for each store runs all of it.</summary>
public abstract partial class HistoryStoreContract : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IHistoryStore Store { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Store = Create();
        await Store.OpenAsync(Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IHistoryStore Create();

    private Task<HistoryCommit> CommitAsync(params HistoryWrite[] writes) => Store.CommitAsync(writes, Token);

    private async Task<string[]> ListedAsync(MemoryScope? scope, DateTimeOffset? activeAt = null) =>
        [.. (await Store.ListAsync(new HistoryListQuery { Scope = scope, Limit = 100, ActiveAt = activeAt }, Token)).Select(head => head.Item.Id)];
}
