[assembly: AssemblyFixture(typeof(Mem0Sharp.Packaging.Tests.PackedFeed))]

namespace Mem0Sharp.Packaging.Tests;

/// <summary>Packs the libraries once for all tests, as <c>dotnet pack</c> does for a release.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    // Below the repository, since Source Link maps only what lies there, but apart from bin and obj: other test projects may be
    // building in those at this moment. Ignored by git.
    private readonly string _build = Path.Combine(
        RepositoryLayout.Root, "artifacts", $"packaging-{Environment.ProcessId}");

    /// <summary>Gets the version the packages have. Its suffix is one that no registry has.</summary>
    public static string Version { get; } = $"{RepositoryFiles.VersionPrefix}-packed";

    /// <summary>Gets the folder that holds the packages.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mem0sharp-feed-").FullName;

    public async ValueTask InitializeAsync()
    {
        foreach (string id in (string[])["Mem0Sharp", "Mem0Sharp.AspNetCore", "Mem0Sharp.Chroma", "Mem0Sharp.LocalEmbeddings", "Mem0Sharp.Postgres", "Mem0Sharp.Testing"])
        {
            await Dotnet.SdkAsync(
                RepositoryLayout.Root,
                [
                    "pack", Path.Combine("src", id), "--configuration", "Release", "--output", Folder,
                    "--version-suffix", "packed", $"-p:ArtifactsPath={_build}",
                ],
                TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        if (Directory.Exists(_build))
        {
            Directory.Delete(_build, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a package that was packed.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="extension"><c>nupkg</c>, or <c>snupkg</c> for the symbols.</param>
    internal Package Open(string id, string extension = "nupkg") => new(Path.Combine(Folder, $"{id}.{Version}.{extension}"));
}
