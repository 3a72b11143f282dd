using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>Crashes one after the other, several on the same files, then on new ones.</summary>
internal sealed class CrashLane(int seed, int files, CrashTally tally, TextWriter output)
{
    private const int KillsPerFile = 15;
    private const int MostWritesPerFile = 15;

#pragma warning disable RS0030 // Seeded, and printed.
    private readonly Random _random = new(seed);
#pragma warning restore RS0030

    public async Task RunAsync(int points, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-crash-");
        try
        {
            CrashFile[] together = [];
            for (int kill = 0, left = points; left > 0; kill++, left -= together.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (kill % KillsPerFile == 0)
                {
                    folder.Delete(recursive: true);
                    folder.Create();
                    together = [.. Enumerable.Range(0, files).Select(i => new CrashFile(Path.Combine(folder.FullName, $"memories-{i}.db")))];
                    tally.AddFiles(files);
                }

                together = together[..Math.Min(left, together.Length)];
                await CrashAsync(together, cancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task CrashAsync(CrashFile[] together, CancellationToken cancellationToken)
    {
        int childSeed = _random.Next();
        int writes = _random.Next(10) == 0 ? int.MaxValue : 1 + _random.Next(MostWritesPerFile * together.Length);
        await CrashProcess.RunAsync(together, childSeed, writes, _random, cancellationToken);
        foreach (CrashFile file in together)
        {
            CrashVerdict verdict = await CrashCheck.RunAsync(file.Path, file.Ledger, file.Pending, cancellationToken);
            tally.AddPoint(file.Acknowledged, file.Pending is not null, verdict);
            foreach (string fault in verdict.Faults)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"lane {seed}, child {childSeed}, {Path.GetFileName(file.Path)}, killed after {file.Acknowledged} writes: {fault}"));
            }
        }
    }
}
