using System.Diagnostics;
using System.Xml.Linq;

namespace Mem0Sharp.Packaging.Tests;

/// <summary>What the repository says about itself, to compare packages with.</summary>
internal static class RepositoryFiles
{
    /// <summary>Gets the version that <c>Directory.Build.props</c> sets.</summary>
    public static string VersionPrefix { get; } = Load("Directory.Build.props").Descendants("VersionPrefix").Single().Value;

    /// <summary>Gets the central version of each package, by id.</summary>
    public static IReadOnlyDictionary<string, string> PackageVersions { get; } = Load("Directory.Packages.props")
        .Descendants("PackageVersion")
        .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!, StringComparer.Ordinal);

    /// <summary>Asks git which commit is checked out, in a clone or in a worktree.</summary>
    public static async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("git", ["rev-parse", "HEAD"])
        {
            WorkingDirectory = RepositoryLayout.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, "Source Link needs a git checkout");
        return output.Trim();
    }

    private static XDocument Load(string file) => XDocument.Load(Path.Combine(RepositoryLayout.Root, file));
}
