namespace Mem0Sharp.Benchmarks;

/// <summary>What a table takes of the managed heap, for each memory.</summary>
/// <param name="Bytes">Bytes.</param>
/// <param name="Pages">Pages of rows, a fraction of one.</param>
internal readonly record struct HeapUse(double Bytes, double Pages)
{
    /// <summary>Looks at the heap after a full collection.</summary>
    /// <param name="before">Its bytes before the table was made.</param>
    /// <param name="table">The table.</param>
    public static HeapUse Since(long before, VectorTable table)
    {
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new HeapUse((double)bytes / table.Count, (double)table.PageCount / table.Count);
    }
}
