namespace Mem0Sharp.Tests;

/// <summary>Measures what code allocates on its thread.</summary>
internal static class Allocation
{
    /// <summary>
    /// Gets the bytes of a run: the least of many. Code that is not compiled for good yet allocates more, and on a busy machine that
    /// lasts; a pool allocates anew after a collection.
    /// </summary>
    /// <param name="work">What is run, on this thread to its end.</param>
    /// <param name="runs">How often; of what takes long, less often.</param>
    public static async Task<long> OfAsync(Action work, int runs = 2_000)
    {
        long least = long.MaxValue;
        for (int run = 0; run < runs; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (run % Math.Min(100, runs / 4) == 0)
            {
                // The compiler works beside this thread, and after a delay.
                await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            }
        }

        return least;
    }
}
