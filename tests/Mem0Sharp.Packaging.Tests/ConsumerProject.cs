using System.Text.Json;

namespace Mem0Sharp.Packaging.Tests;

/// <summary>A new console project in a folder of its own that takes Mem0Sharp from the packed feed.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private const string Name = "Consumer";

    private ConsumerProject(string folder) => Folder = folder;

    /// <summary>Gets the project's folder.</summary>
    public string Folder { get; }

    /// <summary>Gets the folder the program is built into.</summary>
    public string Output => Path.Combine(Folder, "out");

    public static async Task<ConsumerProject> CreateAsync(PackedFeed feed, CancellationToken cancellationToken)
    {
        ConsumerProject project = new(Directory.CreateTempSubdirectory("mem0sharp-consumer-").FullName);
        // Empty files end the search for those of a folder above, should the temporary folder lie in a repository.
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            await project.WriteAsync(file, "<Project />", cancellationToken);
        }

        // No <clear />: what the machine is configured with stays.
        string source = Path.GetRelativePath(project.Folder, feed.Folder);
        await project.WriteAsync(
            "nuget.config",
            $"""<configuration><packageSources><add key="just-packed" value="{source}" /></packageSources></configuration>""",
            cancellationToken);
        await project.WriteAsync(
            $"{Name}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EnableDefaultItems>false</EnableDefaultItems>
                <!-- Apart from the machine's packages, where one of an earlier run with the same version may lie. -->
                <RestorePackagesPath>$(MSBuildProjectDirectory)/packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="Program.cs" />
                <PackageReference Include="Mem0Sharp" Version="[{PackedFeed.Version}]" />
              </ItemGroup>
            </Project>
            """,
            cancellationToken);
        await using Stream program = typeof(ConsumerProject).Assembly.GetManifestResourceStream("Consumer.Program.cs")!;
        using StreamReader reader = new(program);
        await project.WriteAsync("Program.cs", await reader.ReadToEndAsync(cancellationToken), cancellationToken);
        return project;
    }

    /// <summary>Runs an SDK command in the project's folder and expects it to succeed.</summary>
    public Task<string> DotnetAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Dotnet.SdkAsync(Folder, arguments, cancellationToken);

    /// <summary>Runs the built program.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Dotnet.ProgramAsync(Folder, [Path.Combine(Output, $"{Name}.dll"), .. arguments], cancellationToken);

    /// <summary>Gets where the restored Mem0Sharp came from.</summary>
    public async Task<string> SourceAsync(CancellationToken cancellationToken)
    {
        string file = Path.Combine(Folder, "packages", "mem0sharp", PackedFeed.Version, ".nupkg.metadata");
        using JsonDocument metadata = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellationToken));
        return metadata.RootElement.GetProperty("source").GetString()!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Task WriteAsync(string file, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(Folder, file), text, cancellationToken);
}
