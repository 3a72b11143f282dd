namespace Mem0Sharp;

/// <summary>Gets the vectors of memories from where they are kept, for a store that keeps their codes only. Called by several threads at once.</summary>
/// <param name="items">The memories.</param>
/// <param name="cancellationToken">Ends the work.</param>
/// <returns>As many as memories, in their order, as they were when they were stored; null where a memory's was erased.</returns>
internal delegate Task<IReadOnlyList<ReadOnlyMemory<float>?>> VectorSource(IReadOnlyList<MemoryItem> items, CancellationToken cancellationToken);
