namespace Mem0Sharp;

/// <summary>Mem0's history in an SQLite file.</summary>
internal sealed class Mem0HistorySource(string path) : MemoryImportSource
{
    internal override bool KnowsScopes => false;

    public override string ToString() => $"{nameof(MemoryImportSource)} (Mem0 history)";

    private protected override Task<IEnumerable<ImportedMemory>> ReadAsync(
        MemoryImportOptions options, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(Read(options, now));

    private IEnumerable<ImportedMemory> Read(MemoryImportOptions options, DateTimeOffset now)
    {
        using Mem0HistoryFile file = Mem0HistoryFile.Open(path);
        List<Mem0HistoryRow> rows = [];
        foreach (Mem0HistoryRow row in file.Rows())
        {
            if (rows.Count > 0 && !string.Equals(rows[0].MemoryId, row.MemoryId, StringComparison.Ordinal))
            {
                yield return Mem0HistoryChain.Read(rows, options, now);
                rows = [];
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
        {
            yield return Mem0HistoryChain.Read(rows, options, now);
        }
    }
}
