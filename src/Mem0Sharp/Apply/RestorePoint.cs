namespace Mem0Sharp;

/// <summary>What the history says of a version that is to be restored. True of the moment at which it was read.</summary>
/// <param name="Item">The memory at that version; of a delete, its last content.</param>
/// <param name="NewestVersion">The memory's newest version.</param>
/// <param name="Changes">How many later versions changed, deleted or restored it. Links change no content, so they do not count.</param>
/// <param name="FirstChange">The first of those versions, or null when there is none.</param>
internal sealed record RestorePoint(MemoryItem Item, int NewestVersion, int Changes, int? FirstChange)
{
    /// <returns>The point, or null when the memory never had this version.</returns>
    public static async Task<RestorePoint?> ReadAsync(
        IHistoryStore history, string memoryId, int version, CancellationToken cancellationToken)
    {
        RestorePoint? point = null;
        await foreach (HistoryEntry entry in history.ReadAsync([memoryId], cancellationToken).ConfigureAwait(false))
        {
            if (entry.Version == version)
            {
                point = new RestorePoint(entry.Item, version, Changes: 0, FirstChange: null);
            }
            else if (point is not null)
            {
                point = point.After(entry);
            }
        }

        return point;
    }

    private RestorePoint After(HistoryEntry entry) => entry.Event == MemoryEvent.Link
        ? this with { NewestVersion = entry.Version }
        : this with { NewestVersion = entry.Version, Changes = Changes + 1, FirstChange = FirstChange ?? entry.Version };
}
