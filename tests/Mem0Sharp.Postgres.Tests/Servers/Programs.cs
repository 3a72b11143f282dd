using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>Other programs: run to their end, or sent signals.</summary>
internal static class Programs
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Pause = 19; // SIGSTOP, on Linux

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program, and what it is given.</param>
    /// <param name="prepare">What else is said of it.</param>
    /// <param name="cancellationToken">Ends the wait, and the program.</param>
    /// <returns>Its exit code and all it wrote.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<(int Code, string Output)> RunAsync(
        IEnumerable<string> command, Action<ProcessStartInfo>? prepare = null, CancellationToken cancellationToken = default)
    {
        ProcessStartInfo start = new(command.First(), command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        prepare?.Invoke(start);
        using Process process = Process.Start(start)!;
        try
        {
            string[] output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, string.Concat(output));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Tells whether a program can be run here.</summary>
    public static async Task<bool> CanRunAsync(params string[] command)
    {
        try
        {
            return (await RunAsync(command)).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Sends a signal; one that is no more is none.</summary>
    public static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    /// <summary>Tells whether a process runs; one that only waits to be counted does not.</summary>
    public static bool Runs(int process) => Status(process) is not (null or ['Z' or 'X', ..]);

    /// <summary>Finds the processes that one has started and that run.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int process) ? process : 0)
            .Where(process => process > 0 && Status(process)?.Split(' ') is [not "Z", var itsParent, ..]
                && int.Parse(itsParent, CultureInfo.InvariantCulture) == parent),
    ];

    // "STATE PARENT …", as proc(5) has it after the program's name, which may have spaces and brackets of its own.
    private static string? Status(int process)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{process}/stat");
            return status[(status.LastIndexOf(')') + 2)..];
        }
        catch (IOException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
