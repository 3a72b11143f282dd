namespace Mem0Sharp.Tests.History;

/// <summary>The rows of one memory, made one after another, and which of them counts on each of the first days.</summary>
internal sealed class TimelineRows
{
    private readonly List<HistoryEntry> _rows = [];

    public static DateTimeOffset Day(int day) => HistoryRows.Noon.AddDays(day);

    /// <summary>A version that says a text for the days from one on until before another.</summary>
    public TimelineRows Says(string text, int? from = null, int? to = null) => Append(
        _rows.Count == 0 ? MemoryEvent.Add : MemoryEvent.Update,
        HistoryRows.Item("a", text: text) with { ValidFrom = from is { } first ? Day(first) : null, ValidTo = to is { } last ? Day(last) : null });

    public TimelineRows Deletes() => Append(MemoryEvent.Delete, _rows[^1].Item);

    public TimelineRows Restores(int version) => Append(MemoryEvent.Restore, _rows[version - 1].Item);

    public TimelineRows Links(string run) => Append(MemoryEvent.Link, _rows[^1].Item with { LinkedRunIds = [run] });

    public int? NewestVersion() => MemoryTimeline.At(_rows, heldAt: null)?.Version;

    /// <summary>Gets one digit for each of ten days: the version that counts, or a dot where none does.</summary>
    public string Days() => string.Concat(Enumerable.Range(0, 10).Select(day => MemoryTimeline.At(_rows, Day(day)) is { } row ? $"{row.Version}" : "."));

    private TimelineRows Append(MemoryEvent change, MemoryItem item)
    {
        item = item with { Version = _rows.Count + 1 };
        _rows.Add(new HistoryEntry
        {
            Id = $"row {item.Version}",
            Sequence = item.Version,
            MemoryId = item.Id,
            Event = change,
            OldText = null,
            NewText = item.Text,
            Item = item,
        });
        return this;
    }
}
