using System.Text;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>All that a history holds, as lines: two that are copies of each other give the same.</summary>
internal static class Held
{
    public static async Task<List<string>> ByAsync(IHistoryStore history)
    {
        CancellationToken token = MemoryFixture.Token;
        List<string> held = [];
        HashSet<string> texts = new(StringComparer.Ordinal);
        await foreach (HistoryEntry row in history.ReadAfterAsync(0, token))
        {
            held.Add($"{row.Id} {row.Event} {row.MemoryId} {row.OldText} {row.NewText} {row.ChangedBy} {row.ChangedByRole} {row.Reason} {row.OldHash} {row.NewHash} "
                + $"{Plain(row.Item)} before {(row.Before is null ? "nothing" : Plain(row.Before))}");
            texts.Add(row.Item.Text);
        }

        await foreach (HistoryChange change in history.ReadChangesAsync(0, token))
        {
            held.Add($"head {change.Head.IsDeleted} {Plain(change.Head.Item)} {Plain(change.Vector)}");
        }

        held.AddRange((await history.ListAsync(new HistoryListQuery { Limit = int.MaxValue }, token)).Select(head => $"listed {head.Item.Id}"));
        await foreach (IReadOnlyList<HistoryEntry> rows in history.ReadScopeAsync(null, long.MaxValue, token))
        {
            held.Add($"found {rows[0].MemoryId} {rows.Count}");
        }

        string[] ordered = [.. texts.Order(StringComparer.Ordinal)];
        IReadOnlyList<ReadOnlyMemory<float>?> vectors = await history.GetEmbeddingsAsync(ordered, token);
        held.AddRange(ordered.Select((text, i) => $"embedding {text} {(vectors[i] is { } vector ? Plain(vector) : "none")}"));
        held.AddRange((await history.GetUnembeddedAsync(int.MaxValue, token)).Order(StringComparer.Ordinal).Select(text => $"to be embedded {text}"));
        held.AddRange(await history.ReadRejectionsAsync(token).Select(each => $"rejected {each.Value.Scope} {each.Value.Value} {each.RejectedAt:O}").ToListAsync(token));
        held.AddRange(await history.ReadCallsAsync(token).Select(Plain).ToListAsync(token));
        held.AddRange(await history.ReadQueueAsync(token)
            .Select(call => $"queued {call.Id} {call.Attempts} {call.ErrorCode} {call.IsSetAside} {call.Key} {call.Request} {call.Owner} {call.QueuedAt:O} {call.Content}").ToListAsync(token));
        held.AddRange((await history.GetErasuresAsync(0, token)).Select(each => $"erased {each.MemoryId} {each.Version} {each.ErasedAt:O}"));
        held.Add($"space {(await history.OpenAsync(token)).Space}");
        return held;
    }

    private static string Plain(MemoryItem item) => Encoding.UTF8.GetString(HistoryRecord.Write(item));

    private static string Plain(ReadOnlyMemory<float> vector) => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.Span));

    private static string Plain(KnownCall call) =>
        $"call {call.Key} {call.Request} {call.CalledAt:O} {call.Outcome?.Description} {call.Outcome?.HoldsFacts} "
        + $"{string.Join(',', (call.Outcome?.MemoryIds ?? []).Order(StringComparer.Ordinal))} {call.Scope?.UserId} {call.Scope?.RunId}";
}
