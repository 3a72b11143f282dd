namespace Mem0Sharp.Benchmarks;

/// <summary>What was measured at one size.</summary>
/// <param name="Size">How many memories there are.</param>
/// <param name="All">Each user asks: a user's memories grow with the store.</param>
/// <param name="Lone">One user asks, who has as many memories at each size.</param>
internal sealed record GrowthFigures(int Size, IReadOnlyList<OperationFigures> All, IReadOnlyList<OperationFigures> Lone);
