namespace Mem0Sharp;

/// <summary>That one memory leads to another: what a walk goes along.</summary>
/// <param name="From">The id of the one.</param>
/// <param name="Step">The step to the other.</param>
internal readonly record struct RelationEdge(string From, MemoryStep Step);
