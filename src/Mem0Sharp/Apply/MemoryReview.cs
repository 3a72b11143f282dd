namespace Mem0Sharp;

/// <summary>Two memories of which somebody must say which holds.</summary>
/// <param name="Kept">What arrived late and was kept: a memory of its own, which searches find too.</param>
/// <param name="Known">What it was kept beside, as it is now; null when that has been deleted meanwhile.</param>
/// <remarks>Immutable. Settled by <see cref="Memory.SettleReviewAsync"/>.</remarks>
public sealed record MemoryReview(MemoryItem Kept, MemoryItem? Known)
{
    /// <summary>Returns both ids.</summary>
    /// <returns>For instance "MemoryReview 0199… of 0198…".</returns>
    public override string ToString() => $"MemoryReview {Kept.Id} of {Kept.ReviewOf}";
}
