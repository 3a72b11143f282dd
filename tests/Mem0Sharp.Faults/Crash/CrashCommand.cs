using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"crash": kills a writing process at random points, opens its file again, and looks whether anything is torn or lost (A1).</summary>
internal static class CrashCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int points = FaultArguments.Option(arguments, "--points", 1_000);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        int lanes = FaultArguments.Option(arguments, "--lanes", Environment.ProcessorCount);
        int files = FaultArguments.Option(arguments, "--files", 16);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {points} points, {files} files in each of {lanes} processes at once"));
        CrashTally tally = new();
        CrashLane[] all = [.. Enumerable.Range(0, lanes).Select(lane => new CrashLane(seed + (lane * 1_000_003), files, tally, output))];
        await Task.WhenAll(all.Select((lane, i) => Task.Run(
            () => lane.RunAsync((points / lanes) + (i < points % lanes ? 1 : 0), cancellationToken), cancellationToken)));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Acknowledged} acknowledged writes in {tally.Files} files, {tally.Pending} in flight when killed, {tally.Happened} of them happened"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{tally.Points} crash points, {tally.Torn} torn, {tally.Lost} lost"));
        return tally is { Torn: 0, Lost: 0 } && tally.Points == points ? 0 : 1;
    }
}
