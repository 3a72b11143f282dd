namespace Mem0Sharp.Benchmarks;

/// <summary>What a memory is filled with.</summary>
/// <param name="Memories">How many memories there are.</param>
/// <param name="Dimensions">How long their vectors are.</param>
/// <param name="Users">How many users share them equally.</param>
/// <param name="Alone">How many of the memories one more user has for itself.</param>
/// <param name="IsInMemory">Whether the history is in the memory of the process, not in a file.</param>
internal sealed record FillPlan(int Memories, int Dimensions, int Users, int Alone, bool IsInMemory);
