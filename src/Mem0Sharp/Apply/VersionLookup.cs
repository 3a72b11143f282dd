namespace Mem0Sharp;

/// <summary>A memory at one version, as it was looked up in the history.</summary>
/// <param name="Item">The memory, or null when it never had this version, or was not found in the scope then.</param>
internal sealed record VersionLookup(MemoryItem? Item)
{
    public static async Task<VersionLookup> ReadAsync(
        IHistoryStore history, string memoryId, int version, MemoryScope? within, CancellationToken cancellationToken)
    {
        await foreach (HistoryEntry entry in history.ReadAsync([memoryId], cancellationToken).ConfigureAwait(false))
        {
            if (entry.Version == version)
            {
                return new VersionLookup(within?.Contains(entry.Item) == false ? null : entry.Item);
            }
        }

        return new VersionLookup(Item: null);
    }
}
