namespace Mem0Sharp.Tests.Model;

/// <content>Reading, as things are and as they were.</content>
internal sealed partial class ModelOracle
{
    private static bool HeldAt(MemoryItem item, DateTimeOffset moment) =>
        (item.ValidFrom is null || item.ValidFrom <= moment) && (item.ValidTo is null || moment < item.ValidTo);

    private string Get(int number, ModelMoment? asOf)
    {
        MemoryItem? item = asOf is null ? _live.GetValueOrDefault(number) : Then(KnownRows(number, LastKnown(asOf.Known)), asOf.Held);
        return item is null ? ModelView.Nothing : ModelView.Of(number, item);
    }

    /// <summary>Gets the memories of a scope, newest first.</summary>
    private IEnumerable<(int Number, MemoryItem Item)> Found(MemoryScope scope, bool includeExpired, ModelMoment? asOf)
    {
        long last = LastKnown(asOf?.Known);
        DateTimeOffset now = ModelWorld.At(asOf?.Known) ?? Now;
        foreach (int number in _rows.Keys.OrderByDescending(number => _rows[number][0].Sequence))
        {
            HistoryEntry[] rows = KnownRows(number, last);
            if (rows.Length > 0 && IsIn(scope, rows[0].Item)
                && Then(rows, asOf?.Held) is { } item
                && (includeExpired || rows[^1].Item.ExpiresAt is null || rows[^1].Item.ExpiresAt > now))
            {
                yield return (number, item);
            }
        }
    }

    /// <summary>Gets the place of the last change that was recorded by a second, or of the last of all. What is erased is no change any more.</summary>
    private long LastKnown(int? second) => second is not { } known ? long.MaxValue : _rows.Values
        .SelectMany(rows => rows)
        .Where(row => row.RecordedAt <= ModelWorld.At(known))
        .Select(row => row.Sequence)
        .DefaultIfEmpty(0)
        .Max();

    private HistoryEntry[] KnownRows(int number, long last) => [.. Rows(number).Where(row => row.Sequence <= last)];

    /// <summary>Gets the version that counts: the newest, or the one whose word on what held at a second is the latest.</summary>
    private static MemoryItem? Then(HistoryEntry[] rows, int? held)
    {
        // What is stated, one item for each text, and how that stood after each version: a restore brings it back. Which version it
        // restored is in no row: of several that say the same it is the newest.
        List<MemoryItem> stated = [];
        List<List<MemoryItem>> after = [];
        foreach (HistoryEntry row in rows)
        {
            if (row.Event == MemoryEvent.Restore)
            {
                stated = after[Array.FindLastIndex(rows, row.Version - 2, earlier => !earlier.IsDeleted && SaySame(earlier.Item, row.Item))];
            }

            stated = row.IsDeleted ? []
                : stated is [.., { } last] && string.Equals(last.Text, row.Item.Text, StringComparison.Ordinal) ? [.. stated[..^1], row.Item]
                : [.. stated, row.Item];
            after.Add(stated);
        }

        return ModelWorld.At(held) is { } moment ? stated.LastOrDefault(item => HeldAt(item, moment)) : stated.LastOrDefault();
    }

    private IEnumerable<string> All()
    {
        foreach (int number in Known)
        {
            yield return Get(number, asOf: null);
        }

        foreach (MemoryScope scope in ModelWorld.Asked)
        {
            foreach ((bool includeExpired, ModelMoment? asOf) in ModelWorld.Looks)
            {
                (int Number, MemoryItem Item)[] found = [.. Found(scope, includeExpired, asOf)];
                yield return $"{found.Length}: {string.Join(", ", found.Select(one => ModelView.Short(one.Number, one.Item)))}";
                yield return string.Join(", ", found.OrderBy(one => one.Number).Select(one => ModelView.Short(one.Number, one.Item)));
            }

            foreach (string review in Reviews(scope))
            {
                yield return review;
            }
        }

        foreach (string row in _rows.SelectMany(pair => pair.Value.Select(row => (pair.Key, Row: row))).OrderBy(row => row.Row.Sequence)
            .Select(row => ModelView.OfRow(row.Key, row.Row)))
        {
            yield return row;
        }
    }
}
