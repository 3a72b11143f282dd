namespace Mem0Sharp.Postgres;

/// <summary>How far the log goes that a memory has written or shown. Thread-safe; never goes back.</summary>
internal sealed class SeenPosition
{
    private readonly Lock _gate = new();
    private HistoryPosition _position; // guarded by _gate

    public HistoryPosition Position
    {
        get
        {
            lock (_gate)
            {
                return _position;
            }
        }
    }

    /// <summary>Tells whether a place in the log lies before another.</summary>
    public static bool IsBefore(HistoryPosition left, HistoryPosition right) =>
        (left.Epoch, left.Sequence).CompareTo((right.Epoch, right.Sequence)) < 0;

    public void Note(HistoryPosition position)
    {
        lock (_gate)
        {
            if (IsBefore(_position, position))
            {
                _position = position;
            }
        }
    }
}
