using System.Collections;

namespace Mem0Sharp;

/// <summary>What an import did, one item for each memory of the source, in the order in which they were imported.</summary>
/// <remarks>Immutable. A memory that stands in the source twice is there twice.</remarks>
public sealed class MemoryImportResult : IReadOnlyList<MemoryImportItem>
{
    private readonly IReadOnlyList<MemoryImportItem> _items;

    internal MemoryImportResult(IReadOnlyList<MemoryImportItem> items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Gets the number of memories that are new or have further versions.</summary>
    public int ImportedCount => CountOf(MemoryImportOutcome.Imported);

    /// <summary>Gets the number of memories of which all was known.</summary>
    public int UnchangedCount => CountOf(MemoryImportOutcome.Unchanged);

    /// <summary>Gets the number of memories that could not be imported.</summary>
    public int FailedCount => CountOf(MemoryImportOutcome.Failed);

    /// <inheritdoc/>
    public MemoryImportItem this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<MemoryImportItem> GetEnumerator() => _items.GetEnumerator();

    /// <summary>Returns the counts.</summary>
    /// <returns>For instance "MemoryImportResult (998 imported, 0 unchanged, 2 failed)".</returns>
    public override string ToString() =>
        $"MemoryImportResult ({ImportedCount} imported, {UnchangedCount} unchanged, {FailedCount} failed)";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int CountOf(MemoryImportOutcome outcome) => _items.Count(item => item.Outcome == outcome);
}
