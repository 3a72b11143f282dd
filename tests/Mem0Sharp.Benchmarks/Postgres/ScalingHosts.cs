using System.Globalization;
using static Mem0Sharp.Benchmarks.EndToEndCommand;

namespace Mem0Sharp.Benchmarks;

/// <summary>How many updates a second hosts make that take turns on one row: each with one caller, and with many, whose writes go together.</summary>
internal static class ScalingHosts
{
    private static int _turn;

    public static async Task RunAsync(PostgresFill filled, TimeSpan duration, int rounds, TextWriter output)
    {
        List<Memory> hosts = [.. Enumerable.Range(0, 8).Select(_ => filled.OpenMemory())];
        CommitLoad[] loads =
        [
            .. from callers in (int[])[1, 8] from count in (int[])[1, 2, 4, 8]
               select new CommitLoad(
                   string.Create(CultureInfo.InvariantCulture, $"{count} hosts, {callers} callers each"),
                   count * callers,
                   caller => hosts[caller % count].UpdateAsync(NextId(filled), NextText())),
        ];
        for (int round = 0; round <= rounds; round++)
        {
            foreach (CommitLoad load in loads)
            {
                await load.RunAsync(round == 0 ? TimeSpan.FromSeconds(1) : duration, commits: null, isMeasured: round > 0);
            }
        }

        await output.WriteLineAsync("| hosts | updates/s | over one caller | p50 ms | p99 ms |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        foreach (CommitLoad load in loads)
        {
            await WriteAsync(
                output,
                $"| {load.Name} | {load.PerSecond:N0} | {load.PerSecond / loads[0].PerSecond:0.00} | {load.At(0.5) / 1e3:0.00} | {load.At(0.99) / 1e3:0.0} |");
        }

        await WriteAsync(output, $"{loads.Sum(load => load.Failed)} of {loads.Sum(load => load.Count):N0} updates failed");
        foreach (Memory host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    private static string NextId(PostgresFill filled) => filled.Ids[(int)(Interlocked.Increment(ref _turn) * 7_919L % filled.Ids.Count)];

    private static string NextText() =>
        string.Create(CultureInfo.InvariantCulture, $"Alice has a standing order of {Interlocked.Increment(ref _turn)} bottles of water.");
}
