namespace Mem0Sharp;

/// <content>Links to what is erased.</content>
internal sealed partial class InMemoryTables
{
    /// <summary>Takes links to erased memories out of every version of the others, and gives those that last had one to what is told a further version.</summary>
    private void Unlink(HashSet<string> erased, IReadOnlySet<string> told, DateTimeOffset at)
    {
        foreach ((string id, List<HistoryEntry> entries) in _entries.Where(pair => pair.Value.Exists(entry => ErasedLinks.Has(entry.Item, erased))).ToArray())
        {
            bool isShown = ErasedLinks.Has(entries[^1].Item, told) && !entries[^1].IsDeleted;
            for (int i = 0; i < entries.Count; i++)
            {
                MemoryItem item = ErasedLinks.Without(entries[i].Item, erased);
                entries[i] = entries[i] with
                {
                    Before = i == 0 ? entries[i].Before : entries[i - 1].Item,
                    Item = item,
                    OldHash = i == 0 ? null : entries[i - 1].NewHash,
                    NewHash = Sha256.Of(HistoryRecord.Write(item)),
                };
            }

            MemoryHead head = _heads[id] = _heads[id] with { Item = entries[^1].Item };
            if (isShown)
            {
                Append(head, ErasedLinks.Append(head.Item, at));
            }
        }
    }
}
