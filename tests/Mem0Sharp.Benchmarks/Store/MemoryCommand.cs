using System.Runtime.CompilerServices;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>How much memory the vectors of memories take, beside what their floats take alone.</summary>
/// <remarks>
/// What the managed heap has after a full collection. Of what a store with the same memories and vectors of one dimension takes, the pages are
/// taken off: what is left is of records, words and scopes, and is taken off every other store.
/// </remarks>
internal static class MemoryCommand
{
    public const string Usage = "memory [--n 20000] [--dim 384]: 1000 to 1000000 memories, and the lengths of their vectors, separated by commas";

    private const int Seed = 20240611;
    private const int Batch = 250;
    private static readonly MemoryScope Mine = MemoryScope.ForUser("mine");

    /// <returns>0, or 2 where the arguments cannot be understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (CommandOptions.Read(arguments, "--n", "--dim") is not { } options
            || options.Number("--n", 20_000, 1_000, 1_000_000) is not { } memories
            || options.Numbers("--dim", [384], 1, MemoryLimits.Dimensions) is not { } all)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        await WriteHostAsync(output);
        await WriteAsync(output, $"{memories:N0} memories of one user, half of which are deleted then; bytes a memory, of the managed heap; seed {Seed}");
        (HeapUse least, HeapUse leastAfter) = Measure(memories, dimensions: 1, keepsVectors: true);
        double page = PageBytes(dimensions: 1);
        double records = least.Bytes - (page * least.Pages);
        double recordsAfter = leastAfter.Bytes - (page * leastAfter.Pages);
        await WriteAsync(output, $"record, words and scopes: {records:N0}; after the deletes {recordsAfter:N0}");
        foreach (int dimensions in all)
        {
            double raw = (double)dimensions * sizeof(float);
            (HeapUse full, HeapUse fullAfter) = Measure(memories, dimensions, keepsVectors: true);
            (HeapUse codes, HeapUse codesAfter) = Measure(memories, dimensions, keepsVectors: false);
            double vectors = full.Bytes - records;
            await WriteAsync(output, $"vectors of {dimensions}: {raw:N0} as they are, {vectors:N0} in the store, {codes.Bytes - records:N0} as codes only");
            await WriteAsync(output, $"after the deletes {fullAfter.Bytes - recordsAfter:N0}, and {codesAfter.Bytes - recordsAfter:N0} as codes only");
            await WriteAsync(output, $"with all else {full.Bytes:N0}, and {codes.Bytes:N0} with codes only: {full.Bytes / codes.Bytes:0.00} times as many");
            await WriteAsync(output, $"memory.{dimensions}.ratio {vectors / raw:0.000}");
            await WriteAsync(output, $"memory.{dimensions}.after_delete_ratio {(fullAfter.Bytes - recordsAfter) / raw:0.000}");
            await WriteAsync(output, $"memory.{dimensions}.codes_only_times {vectors / (codes.Bytes - records):0.00}");
        }

        return 0;
    }

    /// <summary>Fills a store, then deletes half of it, by turns.</summary>
    /// <returns>What it takes before and after the deletes.</returns>
    private static (HeapUse Filled, HeapUse Deleted) Measure(int memories, int dimensions, bool keepsVectors)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        NormalVectors random = new(dimensions, Seed);
        VectorTable table = new(dimensions, threads: 1, keepsVectors ? null : (_, _) => throw new InvalidOperationException("Nothing is searched."));
        Fill(table, memories, random);
        HeapUse filled = HeapUse.Since(before, table);
        foreach (int[] batch in Enumerable.Range(0, memories / 2).Chunk(Batch))
        {
            table.Apply([.. batch.Select(n => new VectorChange.Delete(Id(2 * n), 2))], new double[batch.Length]);
        }

        return (filled, HeapUse.Since(before, table));
    }

    // By itself: the vectors of the last batch would be held by the frame that looks at the heap.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(VectorTable table, int memories, NormalVectors random)
    {
        foreach (int[] batch in Enumerable.Range(0, memories).Chunk(Batch))
        {
            table.Apply([.. batch.Select(n => new VectorChange.Upsert(Item(n), random.Next()))], [.. batch.Select(_ => 1.0)]);
        }
    }

    private static long PageBytes(int dimensions)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new RowPage(dimensions, CodeFormat.Stride(dimensions), keepsVectors: true));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static MemoryItem Item(int n) => new() { Id = Id(n), Text = $"note {n}", Scope = Mine, Version = 1 };

    private static string Id(int n) => $"m-{n:D7}";
}
