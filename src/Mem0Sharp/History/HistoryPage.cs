namespace Mem0Sharp;

/// <summary>Changes that were read together.</summary>
/// <param name="changes">The changes, in their order.</param>
/// <param name="through">Up to which sequence they are all there are: that of the last, or a later one.</param>
/// <param name="lent">Where the vectors lie, if they are lent: they hold until the page is given back.</param>
internal sealed class HistoryPage(List<HistoryChange> changes, long through, LentVectors? lent = null) : IDisposable
{
    public IReadOnlyList<HistoryChange> Changes => changes;

    public long Through => through;

    /// <summary>Gets or sets what a store made of them by the thread that read them; null where nothing was.</summary>
    public PreparedChanges? Prepared { get; set; }

    /// <summary>Puts what comes singly into pages.</summary>
    public static async IAsyncEnumerable<HistoryPage> OfAsync(IAsyncEnumerable<HistoryChange> changes, int size)
    {
        List<HistoryChange> page = [];
        await foreach (HistoryChange change in changes.ConfigureAwait(false))
        {
            page.Add(change);
            if (page.Count == size)
            {
                yield return new HistoryPage(page, change.Head.Sequence);
                page = [];
            }
        }

        if (page.Count > 0)
        {
            yield return new HistoryPage(page, page[^1].Head.Sequence);
        }
    }

    /// <summary>Gives lent vectors back. None of the page's may be looked at afterwards.</summary>
    public void Dispose() => lent?.GiveBack();
}
