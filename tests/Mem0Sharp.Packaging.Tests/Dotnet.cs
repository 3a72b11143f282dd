using System.Diagnostics;

namespace Mem0Sharp.Packaging.Tests;

/// <summary>Runs the SDK as a developer would, apart from the SDK that runs these tests.</summary>
internal static class Dotnet
{
    // "dotnet test" hands its own MSBuild's folders and its profiler down; the inner SDK must find its own.
    private static readonly string[] InheritedPrefixes = ["MSBUILD", "CORECLR_", "VSTEST"];

    /// <summary>Runs a command of the SDK in <paramref name="folder"/> and expects it to succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> SdkAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // Under th-TH the compiler's own logging generator writes each method twice: the culture is for what we built, not for it.
        (int exitCode, string output) = await StartAsync(folder, arguments, locale: "C.UTF-8", cancellationToken);
        exitCode.Should().Be(0, "dotnet {0} printed\n{1}", string.Join(' ', arguments), output);
        return output;
    }

    /// <summary>Runs a built program in <paramref name="folder"/>.</summary>
    /// <returns>Its exit code, and what it printed on both streams.</returns>
    public static Task<(int ExitCode, string Output)> ProgramAsync(
        string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        StartAsync(folder, arguments, locale: null, cancellationToken);

    private static async Task<(int ExitCode, string Output)> StartAsync(
        string folder, IReadOnlyList<string> arguments, string? locale, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsInherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // A server that outlives the build keeps the redirected pipe open, and the wait for its end would not end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        if (locale is not null)
        {
            start.Environment["LC_ALL"] = locale;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static bool IsInherited(string name) =>
        InheritedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
