namespace Mem0Sharp;

/// <summary>What writes have in common that are to happen all or not at all: the same instance, compared by reference.</summary>
/// <remarks>Immutable. A unit names each memory once.</remarks>
public sealed class HistoryUnit;
