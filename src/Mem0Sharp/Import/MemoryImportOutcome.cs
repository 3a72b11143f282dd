namespace Mem0Sharp;

/// <summary>What an import did with one memory of the source.</summary>
public enum MemoryImportOutcome
{
    /// <summary>It is new, or its history was continued: each of its versions has a history row.</summary>
    Imported = 0,

    /// <summary>All that the source says of it was known: nothing was written.</summary>
    Unchanged = 1,

    /// <summary>Nothing of it was written from what is wrong on; the error says why. Of an export, versions before that may be.</summary>
    Failed = 2,
}
