using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>Chroma's server from npm: what package-lock.json says, installed once on a machine.</summary>
internal static class ChromaInstallation
{
    /// <summary>Gets the program.</summary>
    /// <remarks>The test is skipped where it cannot be had.</remarks>
    public static async Task<string> ProgramAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The server that is tested against is installed on Linux only.");
        Assert.SkipUnless((await RunAsync(Path.GetTempPath(), cancellationToken, "node", "--version")).Code == 0, "There is no Node.");
        return Path.Combine(await InstallAsync(cancellationToken), "node_modules", ".bin", "chroma");
    }

    private static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        string[] files = ["package.json", "package-lock.json"];
        string from = Path.Combine(AppContext.BaseDirectory, "Server", "chroma");
        byte[] content = [.. files.SelectMany(file => File.ReadAllBytes(Path.Combine(from, file)))];
        string installed = Path.Combine(CacheFolder(), $"chroma-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}");
        if (Directory.Exists(installed))
        {
            return installed;
        }

        // Under its name only when it is complete; of two that install at once, the first is taken.
        DirectoryInfo installing = Directory.CreateDirectory($"{installed}.{RandomNumberGenerator.GetHexString(8)}");
        foreach (string file in files)
        {
            File.Copy(Path.Combine(from, file), Path.Combine(installing.FullName, file));
        }

        (int code, string output) = await RunAsync(installing.FullName, cancellationToken, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (code == 0 && !Directory.Exists(installed))
        {
            try
            {
                installing.MoveTo(installed);
                return installed;
            }
            catch (IOException) when (Directory.Exists(installed))
            {
                // The other was faster.
            }
        }

        installing.Delete(recursive: true);
        Assert.SkipUnless(code == 0, $"npm could not install Chroma: there is no npm, or no registry to be reached. {output}");
        return installed;
    }

    private static string CacheFolder() => Directory.CreateDirectory(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } own ? own : Path.GetTempPath(), "mem0sharp-tests")).FullName;

    private static async Task<(int Code, string Output)> RunAsync(string folder, CancellationToken cancellationToken, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using Process process = Process.Start(start)!;
            string[] output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, string.Concat(output));
        }
        catch (Win32Exception)
        {
            return (-1, $"There is no {program}.");
        }
    }
}
