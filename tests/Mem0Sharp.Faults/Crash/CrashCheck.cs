using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Faults;

/// <summary>Opens a file after a crash and looks whether its parts agree with each other and with what was acknowledged.</summary>
internal sealed class CrashCheck
{
    private const int Sampled = 3;

    private readonly List<string> _torn = [];
    private readonly List<string> _lost = [];

    public static async Task<CrashVerdict> RunAsync(string path, CrashLedger ledger, CrashWrite? pending, CancellationToken cancellationToken)
    {
        CrashCheck check = new();
        bool happened = false;
        if (File.Exists(path))
        {
            await using (Memory memory = CrashChild.Open(path))
            {
                List<HistoryEntry> rows = await memory.HistoryAsync(new HistoryFilter(), cancellationToken).ToListAsync(cancellationToken);
                ILookup<string, HistoryEntry> byMemory = rows.ToLookup(row => row.MemoryId, StringComparer.Ordinal);
                happened = check.Pending(pending, rows, byMemory, ledger);
                check.Log(rows, byMemory);
                await check.ReadsAsync(memory, byMemory, cancellationToken);
                check.Acknowledged(ledger, byMemory);
                check._torn.AddRange((await memory.CheckAsync(cancellationToken)).Problems);
                await check.RepeatAsync(memory, pending, cancellationToken);
                await check.KeptAsync(memory, ledger, cancellationToken);
            }

            check.Tables(path);
        }
        else if (ledger.Versions.Count > 0)
        {
            check._lost.Add("the file is gone");
        }

        return new CrashVerdict(check._torn, check._lost, happened);
    }

    /// <summary>What was under way has happened wholly or not at all.</summary>
    private bool Pending(CrashWrite? pending, List<HistoryEntry> rows, ILookup<string, HistoryEntry> byMemory, CrashLedger ledger)
    {
        if (pending is null)
        {
            return false;
        }

        if (string.Equals(pending.Kind, "erase", StringComparison.Ordinal))
        {
            bool isGone = !byMemory.Contains(pending.Ids[0]);
            if (isGone)
            {
                ledger.Erase(pending.Ids[0]);
            }

            return isGone;
        }

        int written = rows.Count(row => string.Equals(row.ChangedBy, pending.Key, StringComparison.Ordinal));
        Expect(
            !string.Equals(pending.Kind, "batch", StringComparison.Ordinal) || written == 0 || written == pending.Ids.Count,
            $"{written} of the {pending.Ids.Count} memories of a batch were written");
        return written > 0;
    }

    /// <summary>Sequences rise, versions have no gap, and each row goes on where the one before it ended.</summary>
    private void Log(List<HistoryEntry> rows, ILookup<string, HistoryEntry> byMemory)
    {
        Expect(rows.Zip(rows.Skip(1)).All(pair => pair.First.Sequence < pair.Second.Sequence), "sequences do not rise");
        foreach (IGrouping<string, HistoryEntry> memory in byMemory)
        {
            HistoryEntry? before = null;
            foreach (HistoryEntry row in memory)
            {
                Expect(row.Version == (before?.Version ?? 0) + 1, $"version {row.Version} follows version {before?.Version}");
                Expect(string.Equals(row.OldHash, before?.NewHash, StringComparison.Ordinal), $"the chain is broken at version {row.Version}");
                before = row;
            }
        }
    }

    /// <summary>The newest versions, the list, the count and the search all say what the log says.</summary>
    private async Task ReadsAsync(Memory memory, ILookup<string, HistoryEntry> byMemory, CancellationToken cancellationToken)
    {
        HistoryEntry[] live = [.. byMemory.Select(rows => rows.Last()).Where(row => !row.IsDeleted)];
        string[] expected = [.. live.Select(row => Short(row.Item)).Order(StringComparer.Ordinal)];
        foreach (string[] ids in byMemory.Select(rows => rows.Key).Chunk(MemoryLimits.BatchSize))
        {
            IReadOnlyList<MemoryItem?> heads = await memory.GetAsync(ids, cancellationToken);
            for (int i = 0; i < ids.Length; i++)
            {
                HistoryEntry last = byMemory[ids[i]].Last();
                Expect(
                    last.IsDeleted ? heads[i] is null : heads[i] is { } head && string.Equals(Short(head), Short(last.Item), StringComparison.Ordinal),
                    $"the newest version of a memory is not its last row, version {last.Version}");
            }
        }

        List<MemoryItem> listed = await memory.GetAllAsync(CrashChild.Scope, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        Expect(listed.Select(Short).Order(StringComparer.Ordinal).SequenceEqual(expected, StringComparer.Ordinal), "the list is not what the log says");
        Expect(await memory.CountAsync(CrashChild.Scope, cancellationToken: cancellationToken) == live.Length, "the count is not what the log says");
        foreach (MemorySearchMode mode in (MemorySearchMode[])[MemorySearchMode.Hybrid, MemorySearchMode.Vector])
        {
            MemorySearchResults found = await memory.SearchAsync(
                "fact", CrashChild.Scope, new MemorySearchOptions { Mode = mode, Top = MemoryLimits.Top }, cancellationToken);
            Expect(
                found.Select(hit => Short(hit.Item)).Order(StringComparer.Ordinal).SequenceEqual(expected, StringComparer.Ordinal),
                $"the search by {mode} finds something else than the log says");
        }

        MemorySearchOptions nearest = new() { Mode = MemorySearchMode.Vector, Top = 1, NewestAmongNearTies = false };
        foreach (HistoryEntry row in live.TakeLast(Sampled))
        {
            MemorySearchResults own = await memory.SearchAsync(row.Item.Text, CrashChild.Scope, nearest, cancellationToken);
            Expect(own is [{ Score: > 0.999 }], "a memory's vector is not that of its text");
        }
    }

    private void Acknowledged(CrashLedger ledger, ILookup<string, HistoryEntry> byMemory)
    {
        foreach ((string id, Dictionary<int, string?> versions) in ledger.Versions)
        {
            Dictionary<int, HistoryEntry> rows = byMemory[id].ToDictionary(row => row.Version);
            foreach ((int version, string? text) in versions)
            {
                if (!rows.TryGetValue(version, out HistoryEntry? row) || !string.Equals(row.NewText, text, StringComparison.Ordinal))
                {
                    _lost.Add($"version {version} of a memory, which was acknowledged, {(row is null ? "is not there" : "says something else")}");
                }
            }
        }

        foreach (string id in ledger.Erased.Where(byMemory.Contains))
        {
            _lost.Add($"the erasure of memory {id}");
        }
    }

    /// <summary>Who repeats a write that was under way, with its key, gets it done once.</summary>
    private async Task RepeatAsync(Memory memory, CrashWrite? pending, CancellationToken cancellationToken)
    {
        if (pending is not { Kind: "infer" })
        {
            return;
        }

        MemoryAddOptions once = new() { ChangedBy = pending.Key, IdempotencyKey = pending.Key };
        string conversation = $"I own boat number {pending.Number}. I play tune {pending.Number}.";
        MemoryAddResult first = await memory.AddAsync(conversation, CrashChild.Scope, once, cancellationToken);
        MemoryAddResult second = await memory.AddAsync(conversation, CrashChild.Scope, once, cancellationToken);
        int rows = await memory.HistoryAsync(new HistoryFilter(), cancellationToken).CountAsync(
            row => string.Equals(row.ChangedBy, pending.Key, StringComparison.Ordinal), cancellationToken);
        Expect(rows == first.Items.Count(), $"a repeated add was written {rows} times for {first.Items.Count()} facts");
        Expect(first.Items.SequenceEqual(second.Items), "a repeated add returned something else");
    }

    /// <summary>An add that is kept is in the queue or in the log, never in both and never in none; once the queue is worked through, in the log.</summary>
    private async Task KeptAsync(Memory memory, CrashLedger ledger, CancellationToken cancellationToken)
    {
        List<QueuedCall> queue = await memory.GetQueueAsync(cancellationToken).ToListAsync(cancellationToken);
        List<HistoryEntry> rows = await memory.HistoryAsync(new HistoryFilter(), cancellationToken).ToListAsync(cancellationToken);
        foreach (string key in ledger.Kept)
        {
            int times = queue.Count(call => call.Content.Contains($"\"{key}\"", StringComparison.Ordinal)) + Written(rows, key);
            if (times == 0)
            {
                _lost.Add("an add that is kept");
            }

            Expect(times <= 1, $"an add that is kept is there {times} times");
        }

        MemoryQueueResult done = await memory.ProcessQueueAsync(cancellationToken: cancellationToken);
        Expect(done.Count == queue.Count && done.DoneCount == queue.Count, $"of {queue.Count} calls in the queue {done.DoneCount} could be done");
        rows = await memory.HistoryAsync(new HistoryFilter(), cancellationToken).ToListAsync(cancellationToken);
        foreach (string key in ledger.Kept)
        {
            Expect(Written(rows, key) == 1, $"an add that is kept was written {Written(rows, key)} times");
        }

        ledger.Kept.Clear();
    }

    private static int Written(List<HistoryEntry> rows, string key) => rows.Count(row => string.Equals(row.ChangedBy, key, StringComparison.Ordinal));

    /// <summary>Beneath the library: SQLite finds its file sound, and every text of the log has its vector.</summary>
    private void Tables(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        Expect(Scalar(connection, "PRAGMA integrity_check") is "ok", "SQLite finds the file damaged");
        Expect(
            Scalar(connection, "SELECT count(*) FROM history WHERE text_hash NOT IN (SELECT hash FROM embeddings)") is 0L,
            "a text of the history has no vector");
        Expect(
            Scalar(connection, "SELECT count(*) FROM embeddings WHERE hash NOT IN (SELECT text_hash FROM history)") is 0L,
            "a vector belongs to no text");
        Expect(
            Scalar(connection, "SELECT count(*) FROM memory_scopes WHERE number NOT IN (SELECT number FROM memories)") is 0L,
            "a scope lists a memory that is not there");
        Expect(
            Scalar(connection, "SELECT count(*) FROM erasures WHERE memory_id IN (SELECT memory_id FROM history)") is 0L,
            "an erased memory has rows");
    }

#pragma warning disable CA2100 // Constants of this class.
    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
#pragma warning restore CA2100

    private static string Short(MemoryItem item) => $"{item.Id} v{item.Version} {item.Text}";

    private void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            _torn.Add(otherwise);
        }
    }
}
