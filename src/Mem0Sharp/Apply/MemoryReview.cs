namespace Mem0Sharp;

/// <summary>Two memories of which somebody must say which holds, or one that somebody doubts.</summary>
/// <param name="Kept">What arrived late and was kept (a memory of its own, which searches find too), or what is in doubt.</param>
/// <param name="Known">What it was kept beside, as it is now; null when that has been deleted meanwhile, and of one in doubt.</param>
/// <remarks>Immutable. Settled by <see cref="Memory.SettleReviewAsync"/>.</remarks>
public sealed record MemoryReview(MemoryItem Kept, MemoryItem? Known)
{
    /// <summary>Gets a value indicating whether feedback put it in doubt, by itself. See <see cref="Memory.FeedbackAsync"/>.</summary>
    public bool IsInDoubt => string.Equals(Kept.ReviewOf, Kept.Id, StringComparison.Ordinal);

    /// <summary>Returns both ids.</summary>
    /// <returns>For instance "MemoryReview 0199… of 0198…".</returns>
    public override string ToString() => $"MemoryReview {Kept.Id} of {Kept.ReviewOf}";
}
