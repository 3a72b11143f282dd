using System.Collections;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What adding many conversations did, one item for each, in their order.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryAddManyResult : IReadOnlyList<MemoryAddManyItem>
{
    private readonly IReadOnlyList<MemoryAddManyItem> _items;

    internal MemoryAddManyResult(IReadOnlyList<MemoryAddManyItem> items)
    {
        _items = items;
        foreach (UsageDetails usage in items.SelectMany(item => item.Added).Select(added => added.Usage).OfType<UsageDetails>())
        {
            (Usage ??= new UsageDetails()).Add(usage);
        }
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Gets how many conversations are added wholly.</summary>
    public int DoneCount => _items.Count(item => item.IsDone);

    /// <summary>Gets the tokens that all of it cost, in this call and in earlier ones; null when no model was asked or none said.</summary>
    public UsageDetails? Usage { get; }

    /// <inheritdoc/>
    public MemoryAddManyItem this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<MemoryAddManyItem> GetEnumerator() => _items.GetEnumerator();

    /// <summary>Returns the numbers.</summary>
    /// <returns>For instance "MemoryAddManyResult (98 of 100 done)".</returns>
    public override string ToString() => $"{nameof(MemoryAddManyResult)} ({DoneCount} of {Count} done)";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
