using System.Diagnostics;

namespace Mem0Sharp.Faults;

/// <summary>This program, started once more as a child that says line by line what it does.</summary>
internal static class FaultProcess
{
    // Beside whatever runs, which may be a test.
    private static string Program => OperatingSystem.IsWindows() ? "Mem0Sharp.Faults.exe" : "Mem0Sharp.Faults";

    /// <summary>Says how to start this program with other arguments.</summary>
    public static ProcessStartInfo Self(params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, Program)) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Runs a child until it ends.</summary>
    /// <param name="start">How it is started; its output is redirected.</param>
    /// <param name="read">Gets each line that it says.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(ProcessStartInfo start, Func<string, Task> read, CancellationToken cancellationToken)
    {
        using Process child = Process.Start(start)!;
        while (await child.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            await read(line);
        }

        await child.WaitForExitAsync(cancellationToken);
        return child.ExitCode;
    }
}
