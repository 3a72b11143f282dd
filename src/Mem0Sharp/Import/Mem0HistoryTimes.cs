namespace Mem0Sharp;

/// <summary>When the rows of one memory were written, and so their order. Mem0 leaves out many of the times.</summary>
internal sealed class Mem0HistoryTimes
{
    private readonly IReadOnlyList<Mem0HistoryRow> _rows;
    private readonly DateTimeOffset[] _at;

    /// <exception cref="MemoryValidationException">A time cannot be read.</exception>
    public Mem0HistoryTimes(IReadOnlyList<Mem0HistoryRow> rows, DateTimeOffset now)
    {
        _rows = rows;
        DateTimeOffset?[] created = [.. rows.Select(row => Mem0Instant.Read(row.CreatedAt, "created_at"))];
        DateTimeOffset?[] updated = [.. rows.Select(row => Mem0Instant.Read(row.UpdatedAt, "updated_at"))];
        CreatedAt = created.FirstOrDefault(time => time is not null) ?? updated.FirstOrDefault(time => time is not null) ?? now;
        _at = new DateTimeOffset[rows.Count];
        for (int i = 0; i < _at.Length; i++)
        {
            // created_at is when the memory was made, in each of its rows: only of an ADD is it when the row was written. A row
            // without a time (a batch's ADD, a DELETE) stands where it was written.
            _at[i] = updated[i] ?? (IsAdd(rows[i]) ? created[i] : null) ?? (i == 0 ? CreatedAt : _at[i - 1]);
        }
    }

    /// <summary>Gets when the memory was made; the instant of the import when no row says anything.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Gets the rows in the order of the changes, each with its time. Rows of the same time keep the order of the file.</summary>
    public IEnumerable<(Mem0HistoryRow Row, DateTimeOffset At)> Ordered()
    {
        IEnumerable<int> order = Enumerable.Range(0, _at.Length);
        if (!_rows[0].IsInOrder)
        {
            // An ADD that was written first is first, whatever creation the caller gave it.
            order = order.OrderBy(i => i == 0 && IsAdd(_rows[0]) ? DateTimeOffset.MinValue : _at[i]);
        }

        return order.Select(i => (_rows[i], _at[i]));
    }

    private static bool IsAdd(Mem0HistoryRow row) => string.Equals(row.Event?.Trim(), "ADD", StringComparison.OrdinalIgnoreCase);
}
