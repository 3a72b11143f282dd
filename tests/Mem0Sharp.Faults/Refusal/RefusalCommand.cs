using System.Diagnostics;
using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"refused": files that may not be used, for each reason there is; each time the memory must say so in time, lose nothing, and go on (A5).</summary>
internal static class RefusalCommand
{
    /// <summary>The process that is not privileged, to which rights mean something.</summary>
    public const string ChildName = "refused-child";

    private const string Nobody = "65534";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        RefusalTally tally = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-refused-");
        try
        {
            async Task ReadAsync(string line)
            {
                if (!tally.Read(line))
                {
                    await output.WriteLineAsync(line);
                }
            }

            await CasesAsync([.. RefusalPaths.All, .. RefusalMoves.All, .. RefusalLocks.All], folder.FullName, seed, ReadAsync, cancellationToken);
            bool haveRights = OperatingSystem.IsWindows()
                || (Environment.IsPrivilegedProcess
                    ? await UnprivilegedAsync(folder.FullName, seed, ReadAsync, cancellationToken)
                    : await RightsAsync(folder.FullName, seed, ReadAsync, cancellationToken));
            if (!haveRights)
            {
                await output.WriteLineAsync("Rights mean nothing to a privileged user, and setpriv, of util-linux, could not start another: run it as one.");
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {tally.Cases} cases"));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Refusals} refusals, {tally.Untyped} untyped, {tally.Hung} hung, {tally.Lost} lost, {tally.Unusable} unusable"));
            return haveRights && tally.IsSound ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the process does that is not privileged.</summary>
    public static async Task<int> RunChildAsync(string folder, int seed, TextWriter output) =>
        !OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess && await RightsAsync(folder, seed, output.WriteLineAsync, default) ? 0 : 1;

    private static async Task<bool> RightsAsync(string folder, int seed, Func<string, Task> report, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        await CasesAsync([.. RefusalRights.All], folder, seed, report, cancellationToken);
        return true;
    }

    /// <summary>Runs cases one after the other in an order of the seed, each in a folder of its own.</summary>
    private static async Task CasesAsync(
        RefusalCase[] cases, string folder, int seed, Func<string, Task> report, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        random.Shuffle(cases);
        foreach (RefusalCase one in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RefusalRun run = new(Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName, random);
            await run.RunAsync(one, cancellationToken);
            RefusalVerdict verdict = run.Verdict;
            foreach ((string what, IReadOnlyList<string> findings) in ((string, IReadOnlyList<string>)[])
                [("untyped", verdict.Untyped), ("hung", verdict.Hung), ("lost", verdict.Lost), ("unusable", verdict.Unusable)])
            {
                foreach (string finding in findings)
                {
                    await report($"# {what}: {one.Name}: {finding}".ReplaceLineEndings(" | "));
                }
            }

            await report(RefusalTally.Write(verdict));
        }
    }

    /// <summary>Starts this program as a user who is not privileged, in a folder of that user's, from a copy that the user may read.</summary>
    /// <returns>Whether there was such a process.</returns>
    private static async Task<bool> UnprivilegedAsync(string folder, int seed, Func<string, Task> report, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        const UnixFileMode Everyone = (UnixFileMode)0x1FF;
        string program = Path.Combine(folder, "program");
        string work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        CopyAll(AppContext.BaseDirectory, program);
        File.SetUnixFileMode(folder, Everyone);
        File.SetUnixFileMode(work, Everyone);
        ProcessStartInfo start = new("setpriv")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = work,
        };
        foreach (string argument in (string[])
            [
                $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", Path.Combine(program, Path.GetFileName(Environment.ProcessPath!)),
                ChildName, work, seed.ToString(CultureInfo.InvariantCulture),
            ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = work;
        try
        {
            return await FaultProcess.RunAsync(start, report, cancellationToken) == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void CopyAll(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string inner in Directory.EnumerateDirectories(from))
        {
            CopyAll(inner, Path.Combine(to, Path.GetFileName(inner)));
        }
    }
}
