using System.Diagnostics;
using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>A process that writes to several files at once, and is killed.</summary>
/// <remarks>Several, because nearly all that a crash costs is the start of the process: each file has its own crash point in the same kill.</remarks>
internal static class CrashProcess
{
    private const int LongestStartMilliseconds = 500;
    private const int MostSpins = 200_000;

    /// <summary>Starts it and kills it: somewhere in or after so many writes to its files or, for the largest number, while it starts.</summary>
    public static async Task RunAsync(IReadOnlyList<CrashFile> files, int seed, int writes, Random random, CancellationToken cancellationToken)
    {
        foreach (CrashFile file in files)
        {
            file.Begin();
        }

        using Process child = Start(files, seed);
        Task<string> errors = child.StandardError.ReadToEndAsync(cancellationToken);
        Task start = writes == int.MaxValue
            ? Task.Delay(random.Next(LongestStartMilliseconds), cancellationToken).ContinueWith(_ => child.Kill(), TaskScheduler.Default)
            : Task.CompletedTask;
        int acknowledged = 0;
        while (await child.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (CrashFile.Read(line, files) && ++acknowledged == writes && !child.HasExited)
            {
                // Anywhere within the next writes: their steps take from microseconds to milliseconds.
                Thread.SpinWait(random.Next(MostSpins));
                child.Kill();
            }
        }

        await child.WaitForExitAsync(cancellationToken);
        await start;
        string complaint = await errors;
        if (complaint.Length > 0)
        {
            throw new InvalidOperationException($"The child did not live until it was killed: {complaint}");
        }
    }

    private static Process Start(IReadOnlyList<CrashFile> files, int seed)
    {
        ProcessStartInfo start = FaultProcess.Self(
        [
            CrashChild.Name, seed.ToString(CultureInfo.InvariantCulture),
            .. files.SelectMany(file => (string[])[file.Path, file.Number.ToString(CultureInfo.InvariantCulture)]),
        ]);
        start.RedirectStandardError = true;

        // It never lives long enough for a second compilation to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
