namespace Mem0Sharp;

/// <summary>A place in one memory's rows, read page by page.</summary>
internal sealed class SqliteHistoryCursor(string memoryId)
{
    private List<HistoryEntry> _page = [];
    private int _index = -1;
    private bool _isLastPage;

    public string MemoryId { get; } = memoryId;

    public long LastSequence { get; private set; }

    public HistoryEntry Current => _page[_index];

    public bool NeedsPage => !_isLastPage && _index + 1 >= _page.Count;

    public void Add(List<HistoryEntry> page, int pageSize)
    {
        _page = page;
        _index = -1;
        _isLastPage = page.Count < pageSize;
        LastSequence = page.Count > 0 ? page[^1].Sequence : LastSequence;
    }

    public bool MoveNext() => ++_index < _page.Count;
}
