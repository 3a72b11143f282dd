namespace Mem0Sharp;

/// <summary>The pages of changes that a store is to be brought up to date with.</summary>
/// <remarks>
/// The store in memory copies vectors, and so has no use for an array of each; where it begins with nothing, the threads that read the pages of a
/// file work out for it what they can.
/// </remarks>
/// <param name="history">Has the changes.</param>
/// <param name="store">Gets them.</param>
internal sealed class ChangePages(IHistoryStore history, IVectorStore store)
{
    // As the file's history hands them over: what waits for more of them would be garbage that the collector has to move.
    private const int Page = 256;

    private readonly InMemoryVectorStore? _copying = store as InMemoryVectorStore;

    /// <summary>Reads the changes after a sequence.</summary>
    /// <param name="afterSequence">Only what is newer.</param>
    /// <param name="prepares">Whether what they bring is all new to the store, which is open: then they are prepared, where that can be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<HistoryPage> ReadAsync(long afterSequence, bool prepares, CancellationToken cancellationToken)
    {
        if (history is not SqliteHistoryStore file)
        {
            return HistoryPage.OfAsync(history.ReadChangesAsync(afterSequence, cancellationToken), Page);
        }

        Action<HistoryPage>? prepare = prepares && _copying is not null
            ? page => page.Prepared = _copying.Prepare([.. page.Changes.Select(ChangeOf)])
            : null;
        return file.ReadPagesAsync(afterSequence, lends: _copying is not null, prepare, cancellationToken);
    }

    /// <summary>Has the store apply changes; if they were prepared for it, those.</summary>
    public Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, PreparedChanges? prepared, HistoryPosition position, CancellationToken cancellationToken) =>
        prepared is null
            ? store.ApplyAsync(changes, position, cancellationToken)
            : _copying!.ApplyAsync(prepared, position, cancellationToken);

    /// <summary>Gets what a store is told.</summary>
    public static VectorChange ChangeOf(HistoryChange change) => change.Head.IsDeleted
        ? new VectorChange.Delete(change.Head.Item.Id, change.Head.Item.Version)
        : new VectorChange.Upsert(change.Head.Item, change.Vector);
}
