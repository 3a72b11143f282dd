using System.Diagnostics;

namespace Mem0Sharp.Faults;

/// <summary>How much memory the process has, after everything that could be collected was.</summary>
/// <param name="Done">After how many operations.</param>
/// <param name="Resident">What is in the machine's memory of it, in bytes.</param>
/// <param name="Managed">What of that is reachable objects, in bytes.</param>
/// <param name="Sqlite">What SQLite has allocated, in bytes: its page caches and statements.</param>
internal sealed record SoakSample(int Done, long Resident, long Managed, long Sqlite)
{
    public static SoakSample Take(int done)
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using Process self = Process.GetCurrentProcess();
        return new SoakSample(done, self.WorkingSet64, GC.GetTotalMemory(forceFullCollection: false), SQLitePCL.raw.sqlite3_memory_used());
    }

    public static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
