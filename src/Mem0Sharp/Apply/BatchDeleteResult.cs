using System.Collections;

namespace Mem0Sharp;

/// <summary>What a batch of deletes did, one item for each id, in their order.</summary>
/// <remarks>Immutable.</remarks>
public sealed class BatchDeleteResult : IReadOnlyList<BatchDeleteItem>
{
    private readonly IReadOnlyList<BatchDeleteItem> _items;

    internal BatchDeleteResult(IReadOnlyList<BatchDeleteItem> items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Gets the number of memories that were deleted.</summary>
    public int DeletedCount => _items.Count(item => item.IsDeleted);

    /// <inheritdoc/>
    public BatchDeleteItem this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<BatchDeleteItem> GetEnumerator() => _items.GetEnumerator();

    /// <summary>Returns the counts.</summary>
    /// <returns>For instance "BatchDeleteResult (9 of 10 deleted)".</returns>
    public override string ToString() => $"BatchDeleteResult ({DeletedCount} of {Count} deleted)";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
