using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"io": every I/O step of a run fails, and each time the memory must say so, go on, and leave a sound file (A2).</summary>
internal static class IoCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int points = FaultArguments.Option(arguments, "--points", 0);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        int lanes = FaultArguments.Option(arguments, "--lanes", Environment.ProcessorCount);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-io-");
        try
        {
            if (await FaultLibrary.CompileAsync(folder.FullName, cancellationToken) is not { } library)
            {
                await output.WriteLineAsync("This run needs a C compiler: install gcc and libc6-dev.");
                return 1;
            }

            IoTally tally = new();
            int[] codes = await Task.WhenAll(Enumerable.Range(0, lanes).Select(
                lane => LaneAsync(library, Path.Combine(folder.FullName, $"lane-{lane}"), [lane, lanes, points, seed], tally, output, cancellationToken)));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {tally.Steps} steps in a run without a fault"));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Points} failed I/O steps, {tally.Torn} torn, {tally.Lost} lost, {tally.Untyped} untyped, {tally.Unusable} unusable"));
            return codes.All(code => code == 0) && tally.IsSound ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<int> LaneAsync(
        string library, string folder, int[] numbers, IoTally tally, TextWriter output, CancellationToken cancellationToken) => FaultProcess.RunAsync(
        FaultLibrary.Child(library, folder, [IoChild.Name, folder, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]),
        line => tally.Read(line) ? Task.CompletedTask : output.WriteLineAsync(line),
        cancellationToken);
}
