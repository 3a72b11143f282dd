using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"lost-pages": what a power cut leaves, of which the library must make a sound file with every acknowledged write in it (A3).</summary>
/// <remarks>
/// The controls, measured with seed 1 and 100 states: with relaxed durability 0 are torn and 63 lost, as promised; when flushes do
/// nothing, 31 are torn and 74 lost.
/// </remarks>
internal static class LostPagesCommand
{
    /// <summary>The durability of a disk that flushes nothing: the run must find that.</summary>
    private const string None = "none";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int states = FaultArguments.Option(arguments, "--states", 1_000);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        int lanes = FaultArguments.Option(arguments, "--lanes", Environment.ProcessorCount);
        string durability = FaultArguments.Option(arguments, "--durability", nameof(HistoryDurability.Full)).ToLowerInvariant();
        bool flushes = !string.Equals(durability, None, StringComparison.Ordinal);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-lost-pages-");
        try
        {
            if (await FaultLibrary.CompileAsync(folder.FullName, cancellationToken) is not { } library)
            {
                await output.WriteLineAsync("This run needs a C compiler: install gcc and libc6-dev.");
                return 1;
            }

            DirectoryInfo files = folder.CreateSubdirectory("files");
            string path = Path.Combine(folder.FullName, "trace");
            LostPagesTrace trace = await LostPagesTrace.RecordAsync(
                library,
                files.FullName,
                path,
                DiskFolder.Read(files.FullName),
                [LostPagesChild.Name, files.FullName, path, flushes ? durability : nameof(HistoryDurability.Full)],
                cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed}, durability {durability}, {trace.Steps.Count} steps, {trace.Steps.Count(step => step.Kind == TraceKind.Sync)} of them flushes, for {trace.Writes.Count} writes"));
            CrashTally tally = new();
            TextWriter faults = string.Equals(durability, "full", StringComparison.Ordinal) ? output : TextWriter.Null;
            await Task.WhenAll(Enumerable.Range(0, lanes).Select(i => Task.Run(
                () => new LostPagesLane(trace, flushes, seed + (i * 1_000_003), tally, faults).RunAsync(
                    (states / lanes) + (i < states % lanes ? 1 : 0), Path.Combine(folder.FullName, $"lane-{i}"), cancellationToken),
                cancellationToken)));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{tally.Points} file states, {tally.Torn} torn, {tally.Lost} lost"));
            return tally.Points == states && IsExpected(durability, tally) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsExpected(string durability, CrashTally tally) => durability switch
    {
        "full" => tally is { Torn: 0, Lost: 0 },
        "relaxed" => tally is { Torn: 0, Lost: > 0 },
        _ => tally.Torn + tally.Lost > 0,
    };
}
