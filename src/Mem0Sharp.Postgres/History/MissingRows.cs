namespace Mem0Sharp.Postgres;

/// <summary>What the decisions of a transaction asked for and was not read yet.</summary>
internal sealed class MissingRows
{
    public HashSet<string> Heads { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

    public HashSet<RejectedValue> Rejections { get; } = [];

    public HashSet<string> Calls { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Queued { get; } = new(StringComparer.Ordinal);

    public HashSet<KnownTextGuard> Guards { get; } = [];

    /// <summary>Gets a value indicating whether there is anything.</summary>
    public bool IsEmpty => Heads.Count + Erased.Count + Rejections.Count + Calls.Count + Queued.Count + Guards.Count == 0;

    /// <summary>Gets what writes will ask for, as far as that can be told from them.</summary>
    public static MissingRows Of(IReadOnlyList<HistoryWrite> writes)
    {
        MissingRows rows = new();
        foreach (HistoryWrite write in writes)
        {
            rows.Heads.Add(write.MemoryId);
            rows.Erased.Add(write.MemoryId);
            rows.Heads.UnionWith(write.Links?.TargetIds ?? []);
            rows.Erased.UnionWith(write.Links?.TargetIds ?? []);
            _ = write.Guard is { } guard && rows.Rejections.Add(guard.Value);
            _ = write.Unless is { } unless && rows.Guards.Add(unless);
            _ = write.Unit?.Call is { } call && rows.Calls.Add(call.Key);
            _ = write.Unit?.Dequeues is { } queued && rows.Queued.Add(queued);
        }

        return rows;
    }
}
