using System.Globalization;
using Mem0Sharp;

namespace Server.Seed;

/// <summary>What a memory file holds, counted in its history.</summary>
internal sealed record SeedSummary
{
    public required int Changes { get; init; }

    public required int Deleted { get; init; }

    public required IReadOnlyList<MemoryItem> Memories { get; init; }

    public static async Task<SeedSummary> OfAsync(Memory memory)
    {
        Dictionary<string, HistoryEntry> newest = new(StringComparer.Ordinal);
        int changes = 0;
        await foreach (HistoryEntry entry in memory.HistoryAsync(new HistoryFilter()))
        {
            newest[entry.MemoryId] = entry;
            changes++;
        }

        return new SeedSummary
        {
            Changes = changes,
            Deleted = newest.Values.Count(entry => entry.IsDeleted),
            Memories = [.. newest.Values.Where(entry => !entry.IsDeleted).Select(entry => entry.Item)],
        };
    }

    /// <summary>Says it in one line, without a word of what anybody said.</summary>
    public string At(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Memories.Count} memories of {Count(item => item.Scope.UserId)} users, {Count(item => item.Scope.AgentId)} agents, "
        + $"{Count(item => item.Scope.RunId)} runs and {Count(item => item.Scope.AppId)} app; {Changes} changes; "
        + $"{Memories.Count(item => item.IsExpired(now))} have expired, {Deleted} are deleted, {Memories.Count(item => item.ReviewOf is not null)} wait for a review.");

    private int Count(Func<MemoryItem, string?> id) => Memories.Select(id).OfType<string>().Distinct(StringComparer.Ordinal).Count();
}
