using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp.Faults;

/// <summary>Crashes one after the other, several on one file, then on a new one.</summary>
internal sealed class CrashLane(int seed, CrashTally tally, TextWriter output)
{
    private const int PointsPerFile = 25;
    private const int MostWrites = 30;
    private const int LongestStartMilliseconds = 400;
    private const int MostSpins = 200_000;

#pragma warning disable RS0030 // Seeded, and printed.
    private readonly Random _random = new(seed);
#pragma warning restore RS0030

    public async Task RunAsync(int points, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-crash-");
        try
        {
            CrashLedger ledger = new();
            for (int point = 0; point < points; point++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (point % PointsPerFile == 0)
                {
                    folder.Delete(recursive: true);
                    folder.Create();
                    ledger = new CrashLedger();
                    tally.AddFile();
                }

                await CrashAsync(Path.Combine(folder.FullName, "memories.db"), ledger, cancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task CrashAsync(string path, CrashLedger ledger, CancellationToken cancellationToken)
    {
        int childSeed = _random.Next();
        int writes = _random.Next(10) == 0 ? int.MaxValue : 1 + _random.Next(MostWrites);
        (int acknowledged, CrashWrite? pending) = await KilledAsync(path, childSeed, writes, ledger, cancellationToken);
        CrashVerdict verdict = await CrashCheck.RunAsync(path, ledger, pending, cancellationToken);
        tally.AddPoint(acknowledged, pending is not null, verdict);
        foreach (string fault in verdict.Torn.Select(torn => $"torn: {torn}").Concat(verdict.Lost.Select(lost => $"lost: {lost}")))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"lane {seed}, child {childSeed}, killed after {acknowledged} writes: {fault}"));
        }
    }

    /// <summary>Starts a child and kills it: somewhere in or after so many writes or, for the largest number, while it starts.</summary>
    private async Task<(int Acknowledged, CrashWrite? Pending)> KilledAsync(
        string path, int childSeed, int writes, CrashLedger ledger, CancellationToken cancellationToken)
    {
        using Process child = Start(path, childSeed);
        Task<string> errors = child.StandardError.ReadToEndAsync(cancellationToken);
        using CancellationTokenSource early = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task start = writes == int.MaxValue
            ? Task.Delay(_random.Next(LongestStartMilliseconds), early.Token).ContinueWith(_ => child.Kill(), TaskScheduler.Default)
            : Task.CompletedTask;
        int acknowledged = 0;
        CrashWrite? pending = null;
        while (await child.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Read(line) is not { } write)
            {
                continue;
            }

            pending = line[0] == CrashChild.Begins ? write : null;
            if (line[0] == CrashChild.Done)
            {
                ledger.Add(write);
                acknowledged++;
            }

            if (acknowledged == writes && !child.HasExited)
            {
                // Anywhere within the next write: its steps take from microseconds to milliseconds.
                System.Threading.Thread.SpinWait(_random.Next(MostSpins));
                child.Kill();
                writes = -1;
            }
        }

        await child.WaitForExitAsync(cancellationToken);
        await start;
        string complaint = await errors;
        return complaint.Length == 0
            ? (acknowledged, pending)
            : throw new InvalidOperationException($"The child did not live until it was killed: {complaint}");
    }

    private static Process Start(string path, int childSeed)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])[CrashChild.Name, path, childSeed.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        // It never lives long enough for a second compilation to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <returns>What the line says, or null for half a line.</returns>
    private static CrashWrite? Read(string line)
    {
        try
        {
            return line.Length > 0 && line[0] is CrashChild.Begins or CrashChild.Done ? JsonSerializer.Deserialize<CrashWrite>(line[1..]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
