using System.Diagnostics;

namespace Mem0Sharp.Tests.Samples;

/// <summary>One run of the sample as a process of its own, as a newcomer starts it.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record QuickstartRun(int ExitCode, string Output, string Error)
{
    private static readonly string[] Providers = ["OPENAI_", "ANTHROPIC_"];

    public string[] Lines => Output.Split('\n', StringSplitOptions.TrimEntries);

    public static Task<QuickstartRun> StartAsync(params string[] arguments) => StartAsync([], arguments);

    public static async Task<QuickstartRun> StartAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };

        // Whatever the developer has set: nothing here may call a real service.
        foreach (string name in start.Environment.Keys.Where(key => Array.Exists(Providers, provider => key.StartsWith(provider, StringComparison.Ordinal))).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        CancellationToken token = TestContext.Current.CancellationToken;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(token);
            Task<string> error = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            return new QuickstartRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
