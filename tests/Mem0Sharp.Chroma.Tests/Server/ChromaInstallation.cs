using Mem0Sharp.Postgres.Tests.Servers;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>Chroma's server from npm: what package-lock.json says, installed once on a machine.</summary>
internal static class ChromaInstallation
{
    /// <summary>Gets the program.</summary>
    /// <remarks>The test is skipped where it cannot be had.</remarks>
    public static async Task<string> ProgramAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The server that is tested against is installed on Linux only.");
        Assert.SkipUnless(await Programs.CanRunAsync("node", "--version"), "There is no Node.");
        string folder = await NpmFolder.InstallAsync(
            "chroma", Path.Combine(AppContext.BaseDirectory, "Server", "chroma"), ["package.json", "package-lock.json"], cancellationToken);
        return Path.Combine(folder, "node_modules", ".bin", "chroma");
    }
}
