namespace Mem0Sharp;

/// <summary>One memory of an import, with all that the source says of it; or why that cannot be stored.</summary>
internal sealed class ImportedMemory
{
    /// <param name="id">Its id.</param>
    /// <param name="versions">Version 1 and those that follow, each checked: what is written must not fail half-way.</param>
    public ImportedMemory(string id, IReadOnlyList<ImportedVersion> versions)
    {
        Id = id;
        Versions = versions;
    }

    private ImportedMemory(string id, MemoryException error)
        : this(id, []) => Error = error;

    public string Id { get; }

    public IReadOnlyList<ImportedVersion> Versions { get; }

    public MemoryException? Error { get; }

    public static ImportedMemory Failed(string id, MemoryException error) => new(id, error);

    /// <summary>Makes the memory without links to erased memories.</summary>
    public ImportedMemory Without(IReadOnlySet<string> erased) =>
        erased.Count == 0 || Error is not null ? this : new ImportedMemory(Id, [.. Versions.Select(version => version.Without(erased))]);

    /// <summary>Counts the versions, from the first on, that a stored history has as they are here.</summary>
    public int CountStored(IReadOnlyList<HistoryEntry> stored)
    {
        int same = 0;
        while (same < Versions.Count && same < stored.Count && Versions[same].IsStoredAs(stored[same].Item, stored[same].IsDeleted))
        {
            same++;
        }

        return same;
    }

    /// <summary>Gets the writes of the versions after the first ones. In one transaction each sees what the one before it appended.</summary>
    public IEnumerable<MemoryWrite> WritesAfter(int stored) => Versions
        .Skip(stored)
        .Select((version, i) => new MemoryWrite.Import(version, stored + i == 0 ? null : Versions[stored + i - 1]));
}
