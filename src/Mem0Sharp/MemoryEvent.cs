namespace Mem0Sharp;

/// <summary>What a committed change did to a memory.</summary>
public enum MemoryEvent
{
    /// <summary>The memory was created. "ADD" in the history table.</summary>
    Add = 0,

    /// <summary>Its text, metadata, tags or times changed. "UPDATE".</summary>
    Update = 1,

    /// <summary>It was deleted; its history remains. "DELETE".</summary>
    Delete = 2,

    /// <summary>
    /// A further agent or run was linked to it, or a memory that it linked to was erased; nothing else changed, and it is nothing to undo. "LINK".
    /// </summary>
    Link = 3,

    /// <summary>An earlier version's content was brought back as a new version, perhaps after a delete. "RESTORE".</summary>
    Restore = 4,
}
