namespace Mem0Sharp;

/// <summary>Looks at the whole history: whether its rows go on from each other, and what stands beside them says the same.</summary>
internal sealed class HistoryInspector(IHistoryStore history)
{
    private const int Page = 256;

    private readonly List<string> _problems = [];
    private readonly Dictionary<string, HistoryEntry> _latest = new(StringComparer.Ordinal);
    private HashSet<string>? _unembedded;
    private long _sequence;
    private int _versions;

    /// <summary>Gets the newest version of each memory, deleted ones included.</summary>
    public IReadOnlyCollection<HistoryEntry> Latest => _latest.Values;

    /// <summary>Gets a value indicating whether every row could be read.</summary>
    public bool IsComplete { get; private set; }

    public async Task<MemoryCheckResult> InspectAsync(CancellationToken cancellationToken)
    {
        _problems.AddRange(await history.CheckAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await foreach (HistoryEntry row in history.ReadAfterAsync(afterSequence: 0, cancellationToken).ConfigureAwait(false))
            {
                Follow(row);
            }

            IsComplete = true;
            foreach (HistoryEntry[] page in _latest.Values.Chunk(Page))
            {
                await CompareAsync(page, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (MemoryStoreException damage) when (!damage.IsTransient)
        {
            _problems.Add($"The history could not be read on after sequence {_sequence}: {damage.Message}");
        }

        return new MemoryCheckResult(_problems, _latest.Count, _versions);
    }

    /// <summary>Looks at one memory.</summary>
    public async Task<MemoryCheckResult> InspectAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (HistoryEntry row in history.ReadAsync([id], cancellationToken).ConfigureAwait(false))
        {
            Follow(row);
        }

        await CompareAsync([.. _latest.Values], cancellationToken).ConfigureAwait(false);
        return new MemoryCheckResult(_problems, _latest.Count, _versions);
    }

    private void Follow(HistoryEntry row)
    {
        _versions++;
        Expect(row.Sequence > _sequence, $"Sequence {row.Sequence} comes after {_sequence}.");
        _sequence = row.Sequence;
        HistoryEntry? before = _latest.GetValueOrDefault(row.MemoryId);
        Expect(row.Version == (before?.Version ?? 0) + 1, $"Memory {row.MemoryId}: version {row.Version} comes after version {before?.Version ?? 0}.");
        Expect(
            string.Equals(row.OldHash, before?.NewHash, StringComparison.Ordinal),
            $"Memory {row.MemoryId}: version {row.Version} does not go on from the version before it: the chain of hashes is broken.");
        Expect(
            string.Equals(row.NewHash, Sha256.Of(HistoryRecord.Write(row.Item)), StringComparison.Ordinal),
            $"Memory {row.MemoryId}: version {row.Version} is not what was written: its hash is another one.");
        Expect(
            string.Equals(row.NewText, row.IsDeleted ? null : row.Item.Text, StringComparison.Ordinal),
            $"Memory {row.MemoryId}: the row of version {row.Version} and its record have different texts.");
        Expect(
            string.Equals(row.OldText, before is null or { IsDeleted: true } ? null : before.Item.Text, StringComparison.Ordinal),
            $"Memory {row.MemoryId}: the row of version {row.Version} and the version before it have different texts.");
        _latest[row.MemoryId] = row;
    }

    private async Task CompareAsync(HistoryEntry[] rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemoryHead?> heads = await history.GetHeadsAsync([.. rows.Select(row => row.MemoryId)], cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReadOnlyMemory<float>?> vectors =
            await history.GetEmbeddingsAsync([.. rows.Select(row => row.Item.Text)], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < rows.Length; i++)
        {
            Expect(
                heads[i] is { } head && head.Sequence == rows[i].Sequence && head.IsDeleted == rows[i].IsDeleted,
                $"Memory {rows[i].MemoryId}: its newest version is not its last row.");
            Expect(vectors[i] is not null || await IsUnembeddedAsync(rows[i].Item.Text, cancellationToken).ConfigureAwait(false), $"Memory {rows[i].MemoryId}: the embedding of its text is missing.");
            Expect(
                vectors[i] is not { } vector || UnitVector.IsUnit(vector.Span),
                $"Memory {rows[i].MemoryId}: the embedding of its text is not of unit length, as all are that were written.");
        }
    }

    private async Task<bool> IsUnembeddedAsync(string text, CancellationToken cancellationToken)
    {
        _unembedded ??= (await history.GetUnembeddedAsync(int.MaxValue, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        return _unembedded.Contains(text);
    }

    private void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            _problems.Add(otherwise);
        }
    }
}
