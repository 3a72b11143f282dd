using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>Power cuts one after the other, each anywhere in the trace.</summary>
internal sealed class LostPagesLane(LostPagesTrace trace, bool flushes, int seed, CrashTally tally, TextWriter output)
{
#pragma warning disable RS0030 // Seeded, and printed.
    private readonly Random _random = new(seed);
#pragma warning restore RS0030

    public async Task RunAsync(int states, string folder, CancellationToken cancellationToken)
    {
        for (int state = 0; state < states; state++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int cut = Cut();
            DiskFolder disk = new(flushes, new Dictionary<string, byte[]>(StringComparer.Ordinal));
            disk.Do(trace.Steps.Take(cut));
            Dictionary<string, byte[]> files = disk.Cut(_random);
            int acknowledged = trace.Acknowledged(cut);
            CrashWrite? pending = trace.Writes.ElementAtOrDefault(acknowledged);
            int remaining = trace.ErasedTexts(acknowledged).Count(text => files.Values.Any(file => file.AsSpan().IndexOf(text) >= 0));
            CrashVerdict verdict = await DiskCheck.RunAsync(folder, files, trace.Ledger(acknowledged), pending, static _ => [], cancellationToken);
            if (remaining > 0)
            {
                verdict = verdict with { Lost = [.. verdict.Lost, $"{remaining} texts of erased memories are in the files still"] };
            }

            tally.AddPoint(acknowledged, pending is not null, verdict);
            foreach (string fault in verdict.Faults)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"lane {seed}, state {state}, cut before step {cut}, after {acknowledged} writes: {fault}"));
            }
        }
    }

    /// <summary>Before any step, but every third time before a flush, when most is under way, and every third time after an acknowledgment.</summary>
    private int Cut()
    {
        int cut = _random.Next(trace.Steps.Count + 1);
        int choice = _random.Next(3);
        while (cut < trace.Steps.Count && choice switch
        {
            0 => trace.Steps[cut].Kind != TraceKind.Sync,
            1 => cut == 0 || trace.Steps[cut - 1].Kind != TraceKind.Mark,
            _ => false,
        })
        {
            cut++;
        }

        return cut;
    }
}
