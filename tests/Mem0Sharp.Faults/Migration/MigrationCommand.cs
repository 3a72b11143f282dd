using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"migration": the upgrade of an older file is killed after each of its steps, and cut short by power cuts; opened again it is done, and nothing is missing (A8).</summary>
internal static class MigrationCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int states = FaultArguments.Option(arguments, "--states", 300);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        int lanes = FaultArguments.Option(arguments, "--lanes", Environment.ProcessorCount);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-migration-");
        try
        {
            if (await FaultLibrary.CompileAsync(folder.FullName, cancellationToken) is not { } library)
            {
                await output.WriteLineAsync("This run needs a C compiler: install gcc and libc6-dev.");
                return 1;
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {states} power cuts beside the kills"));
            CrashTally tally = new();
            long format = await NewestAsync(Path.Combine(folder.FullName, "new.db"));
            var former = FormerFormat.All.Where(each => each.Format < format).ToArray();
            foreach ((long old, Func<string, Task> writeAsync) in former)
            {
                DirectoryInfo files = folder.CreateSubdirectory($"format-{old}");
                await writeAsync(Path.Combine(files.FullName, LostPagesChild.File));
                MigrationRun run = await MigrationRun.RecordAsync(library, files.FullName, format, cancellationToken);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"format {old} to {format}: {run.Rows} rows, {run.Steps} steps"));
                await run.RunAsync(states / former.Length, seed, lanes, tally, output, cancellationToken);
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{tally.Points} states of an upgrade cut short, {tally.Torn} torn, {tally.Lost} lost"));
            return tally is { Points: > 0, Torn: 0, Lost: 0 } ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<long> NewestAsync(string path)
    {
        await using (Memory memory = CrashChild.Open(path))
        {
            await memory.OpenAsync();
        }

        return MigrationContent.Read(path).Format;
    }
}
