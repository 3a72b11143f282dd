using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>One upgrade, and the states of its files when it is cut short.</summary>
internal sealed class MigrationRun
{
    private readonly string _folder;
    private readonly long _format;
    private readonly Dictionary<string, byte[]> _before;
    private readonly MigrationContent _content;
    private readonly IReadOnlyList<TraceStep> _trace;

    private MigrationRun(string folder, long format, Dictionary<string, byte[]> before, MigrationContent content, IReadOnlyList<TraceStep> trace) =>
        (_folder, _format, _before, _content, _trace) = (folder, format, before, content, trace);

    public int Rows => _content.Rows.Count;

    public int Steps => _trace.Count;

    /// <summary>Lets a process upgrade the file of a folder, and notes what it does.</summary>
    public static async Task<MigrationRun> RecordAsync(string library, string folder, long format, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, LostPagesChild.File);
        string trace = folder + "-trace";
        MigrationContent content = MigrationContent.Read(path);
        Dictionary<string, byte[]> before = DiskFolder.Read(folder);
        LostPagesTrace recorded = await LostPagesTrace.RecordAsync(library, folder, trace, before, [MigrationChild.Name, path, trace], cancellationToken);
        return new MigrationRun(folder, format, before, content, recorded.Steps);
    }

    /// <summary>Looks at every kill and at some power cuts.</summary>
    public async Task RunAsync(int cuts, int seed, int lanes, CrashTally tally, TextWriter output, CancellationToken cancellationToken)
    {
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(
            async () =>
            {
                for (int state = Interlocked.Increment(ref next); state <= Steps + cuts; state = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    (string name, Dictionary<string, byte[]> files) = State(state, seed);
                    CrashVerdict verdict = await DiskCheck.RunAsync(
                        $"{_folder}-lane-{lane}", files, _content.Ledger(), pending: null, path => _content.Missing(MigrationContent.Read(path), _format), cancellationToken);
                    tally.AddPoint(acknowledged: 0, pending: false, verdict);
                    foreach (string fault in verdict.Faults)
                    {
                        await output.WriteLineAsync($"format {_content.Format}, {name}: {fault}");
                    }
                }
            },
            cancellationToken)));
    }

    /// <summary>The first states are those of a kill after so many steps, the others those of a power cut.</summary>
    private (string Name, Dictionary<string, byte[]> Files) State(int state, int seed)
    {
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed + state);
#pragma warning restore RS0030
        bool isKill = state <= Steps;
        int step = isKill ? state : random.Next(Steps + 1);
        DiskFolder disk = new(flushes: true, _before);
        disk.Do(_trace.Take(step));
        return (string.Create(CultureInfo.InvariantCulture, $"state {state}, {(isKill ? "kill" : "power cut")} before step {step}"), isKill ? disk.Kill() : disk.Cut(random));
    }
}
