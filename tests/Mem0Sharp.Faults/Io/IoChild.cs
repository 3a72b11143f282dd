using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>The process under the native library: first counts the steps of a run without a fault, then lets each of its share fail.</summary>
internal static class IoChild
{
    public const string Name = "io-child";

    // Of the busy timeout, one second for each of the calls that may meet it, and a margin.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string folder, IReadOnlyList<int> arguments, TextWriter output)
    {
        (int lane, int lanes, int points, int seed) = (arguments[0], arguments[1], arguments[2], arguments[3]);
        int steps = (await IoRun.RunAsync(Fresh(folder), 0, FaultKind.None, sticky: false, default)).Steps;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"steps {steps}"));
        List<(int Step, FaultKind Kind, bool Sticky)> all = Points(steps);
#pragma warning disable RS0030 // Seeded, and printed.
        (int, FaultKind, bool)[] chosen = [.. all];
        new Random(seed).Shuffle(chosen);
#pragma warning restore RS0030
        int share = points == 0 ? chosen.Length : Math.Min(points, chosen.Length);
        for (int i = lane; i < share; i += lanes)
        {
            (int step, FaultKind kind, bool sticky) = chosen[i];
            Task<IoVerdict> run = Task.Run(() => IoRun.RunAsync(Fresh(folder), step, kind, sticky, default));
            if (await Task.WhenAny(run, Task.Delay(Longest)) != run)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"hung: {kind}{(sticky ? " from" : " at")} step {step}"));
                return 1;
            }

            IoVerdict verdict = await run;
            if (verdict.Hits == 0)
            {
                await output.WriteLineAsync("none");
                continue;
            }

            foreach ((string what, IReadOnlyList<string> faults) in ((string, IReadOnlyList<string>)[])
                [("torn", verdict.Torn), ("lost", verdict.Lost), ("untyped", verdict.Untyped), ("unusable", verdict.Unusable)])
            {
                foreach (string fault in faults)
                {
                    string text = string.Create(
                        CultureInfo.InvariantCulture, $"# {what}: {kind}{(sticky ? " from" : " at")} step {step} ({FaultLibrary.Step}): {fault}");
                    await output.WriteLineAsync(text.ReplaceLineEndings(" | "));
                }
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"point {Math.Min(1, verdict.Torn.Count)} {Math.Min(1, verdict.Lost.Count)} {Math.Min(1, verdict.Untyped.Count)} {Math.Min(1, verdict.Unusable.Count)}"));
        }

        return 0;
    }

    private static List<(int Step, FaultKind Kind, bool Sticky)> Points(int steps) =>
    [
        .. from step in Enumerable.Range(1, steps)
           from fault in ((FaultKind Kind, bool Sticky)[])
               [
                   (FaultKind.InputOutput, false), (FaultKind.Full, false), (FaultKind.Short, false), (FaultKind.Access, false),
                   (FaultKind.InputOutput, true), (FaultKind.Full, true),
               ]
           select (step, fault.Kind, fault.Sticky),
    ];

    private static string Fresh(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return Path.Combine(folder, "memories.db");
    }
}
