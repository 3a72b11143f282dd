using System.Text;
using System.Xml.Linq;

namespace Mem0Sharp.Packaging.Tests;

public sealed class PackageContentTests(PackedFeed feed)
{
    public static TheoryData<string> Ids { get; } = ["Mem0Sharp", "Mem0Sharp.AspNetCore", "Mem0Sharp.Chroma", "Mem0Sharp.LocalEmbeddings", "Mem0Sharp.Postgres", "Mem0Sharp.Testing"];

    [Fact]
    public void Feed_AfterPacking_HoldsEachPackageWithItsSymbolsAndNothingElse() =>
        Directory.EnumerateFiles(feed.Folder).Select(Path.GetFileName).Should().BeEquivalentTo(
            Ids.Select(row => row.Data).SelectMany(id => (string[])
                [$"{id}.{PackedFeed.Version}.nupkg", $"{id}.{PackedFeed.Version}.snupkg"]));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_ForAUser_HoldsTheLibraryItsDocumentationAndItsReadme(string id)
    {
        using Package package = feed.Open(id);

        package.Files.Should().Contain([$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", "README.md"]);
        package.Files.Should().NotContain(file => file.StartsWith("runtimes/", StringComparison.Ordinal), "no native library ships");
        package.Metadata().Element("readme")!.Value.Should().Be("README.md");
        Encoding.UTF8.GetString(package.Read("README.md")).TrimStart('\uFEFF').Should().StartWith($"# {id}\n");
    }

    [Fact]
    public void Package_WithWeights_HoldsTheirLicenceAndNotice()
    {
        using Package package = feed.Open("Mem0Sharp.LocalEmbeddings");

        Encoding.UTF8.GetString(package.Read("LICENSE")).Should().Contain("Apache License").And.Contain("Version 2.0");
        Encoding.UTF8.GetString(package.Read("NOTICE")).Should().Contain("Universal Sentence Encoder Lite").And.Contain("What was changed");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Manifest_ForAUser_NamesLicenceRepositoryAndCommit(string id)
    {
        using Package package = feed.Open(id);
        XElement metadata = package.Metadata();

        metadata.Element("license")!.Value.Should().Be("Apache-2.0");
        ((string?)metadata.Element("license")!.Attribute("type")).Should().Be("expression");
        XElement repository = metadata.Element("repository")!;
        ((string?)repository.Attribute("type")).Should().Be("git");
        ((string?)repository.Attribute("url")).Should().Be("https://github.com/mem0sharp/mem0sharp");
        ((string?)repository.Attribute("commit")).Should().Be(await RepositoryFiles.CommitAsync(TestContext.Current.CancellationToken));
    }

    // Whoever adds a dependency names it here too. A native SQLite is the application's choice: never in these lists.
    [Theory]
    [InlineData("Mem0Sharp", new[]
    {
        "Microsoft.Data.Sqlite.Core",
        "Microsoft.Extensions.AI.Abstractions",
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Options.ConfigurationExtensions",
        "Polly.Core",
        "System.Numerics.Tensors",
    })]
    [InlineData("Mem0Sharp.LocalEmbeddings", new[]
    {
        "Microsoft.Extensions.AI.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "System.Numerics.Tensors",
    })]
    [InlineData("Mem0Sharp.AspNetCore", new[] { "Mem0Sharp" })]
    [InlineData("Mem0Sharp.Postgres", new[] { "Mem0Sharp", "Microsoft.Extensions.Options.ConfigurationExtensions", "Npgsql" })]
    [InlineData("Mem0Sharp.Chroma", new[] { "Mem0Sharp", "Microsoft.Extensions.DependencyInjection.Abstractions", "System.Numerics.Tensors" })]
    [InlineData("Mem0Sharp.Testing", new[] { "Mem0Sharp" })]
    public void Manifest_Dependencies_AreExactlyTheseAtTheirLowestVersion(string id, string[] expected)
    {
        using Package package = feed.Open(id);

        XElement group = package.Metadata().Element("dependencies")!.Elements().Should().ContainSingle().Subject;

        ((string?)group.Attribute("targetFramework")).Should().Be("net10.0");
        group.Elements().ToDictionary(one => (string)one.Attribute("id")!, one => (string)one.Attribute("version")!, StringComparer.Ordinal)
            .Should().Equal(expected.ToDictionary(
                name => name,
                name => RepositoryFiles.PackageVersions.GetValueOrDefault(name, PackedFeed.Version),
                StringComparer.Ordinal));
    }
}
