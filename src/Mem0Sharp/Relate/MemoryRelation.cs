namespace Mem0Sharp;

/// <summary>How one step of a walk leads from a memory to the next.</summary>
public enum MemoryRelation
{
    /// <summary>The memory has a link to the next one.</summary>
    LinksTo = 0,

    /// <summary>The next one has a link to the memory.</summary>
    LinkedFrom = 1,

    /// <summary>Both name the same: a person, a place, a title, an identifier, a day (<see cref="MemoryItem.Entities"/>, but for numbers).</summary>
    SharesEntities = 2,
}
