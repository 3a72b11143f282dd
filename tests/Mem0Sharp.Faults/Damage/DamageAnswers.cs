namespace Mem0Sharp.Faults;

/// <summary>What a memory answers to every kind of read, each answer line by line.</summary>
internal static class DamageAnswers
{
    private static readonly string[] Questions = ["fact 7", "who owns boat 12", "tune 40", "nothing of the kind", "value 3 of memory 1"];

    /// <summary>Gets the reads, by name. The ids are those of the sound file.</summary>
    public static IReadOnlyDictionary<string, Func<Memory, CancellationToken, Task<string[]>>> Reads(IReadOnlyList<string> ids) =>
        new Dictionary<string, Func<Memory, CancellationToken, Task<string[]>>>(StringComparer.Ordinal)
        {
            ["get"] = (memory, token) => GetAsync(memory, ids, token),
            ["list alice"] = (memory, token) => ListAsync(memory, DamageFile.Alice, token),
            ["list bob"] = (memory, token) => ListAsync(memory, DamageFile.Bob, token),
            ["count"] = async (memory, token) => [$"{await memory.CountAsync(DamageFile.Alice, cancellationToken: token)}"],
            ["log"] = async (memory, token) =>
                [.. (await memory.HistoryAsync(new HistoryFilter(), token).ToListAsync(token)).Select(Line)],
            ["history"] = (memory, token) => HistoryAsync(memory, ids, token),
            ["search"] = SearchAsync,
        };

    private static async Task<string[]> GetAsync(Memory memory, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        foreach (string[] page in ids.Chunk(MemoryLimits.BatchSize))
        {
            lines.AddRange((await memory.GetAsync(page, cancellationToken)).Select((item, i) => $"{page[i]}: {(item is null ? "none" : Line(item))}"));
        }

        return [.. lines];
    }

    private static async Task<string[]> ListAsync(Memory memory, MemoryScope scope, CancellationToken cancellationToken) =>
        [.. (await memory.GetAllAsync(scope, cancellationToken: cancellationToken).ToListAsync(cancellationToken)).Select(Line)];

    private static async Task<string[]> HistoryAsync(Memory memory, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        foreach (string id in ids.Where((_, i) => i % 50 == 0))
        {
            lines.AddRange((await memory.HistoryAsync(id, cancellationToken).ToListAsync(cancellationToken)).Select(Line));
        }

        return [.. lines];
    }

    private static async Task<string[]> SearchAsync(Memory memory, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        foreach (string question in Questions)
        {
            MemorySearchResults found = await memory.SearchAsync(question, DamageFile.Alice, cancellationToken: cancellationToken);
            lines.AddRange(found.Select(hit => FormattableString.Invariant($"{question}: {hit.Score:R} {Line(hit.Item)}")));
        }

        return [.. lines];
    }

    private static string Line(MemoryItem item) => System.Text.Json.JsonSerializer.Serialize(item);

    private static string Line(HistoryEntry row) =>
        $"{row.Sequence} {row.Id} {row.Event} {row.OldText} {row.NewText} {row.Reason} {row.ChangedBy} {row.ChangedByRole} {row.OldHash} {row.NewHash} {Line(row.Item)}";
}
