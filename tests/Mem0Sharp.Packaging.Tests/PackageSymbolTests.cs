using System.Text;

namespace Mem0Sharp.Packaging.Tests;

public sealed class PackageSymbolTests(PackedFeed feed)
{
    public static TheoryData<string> Ids => PackageContentTests.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Symbols_SourceLink_LeadsToTheCommitInThePublicRepository(string id)
    {
        string commit = await RepositoryFiles.CommitAsync(TestContext.Current.CancellationToken);
        using SymbolFile symbols = Symbols(id);

        symbols.SourceLink().Should().Equal(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/_/*"] = $"https://raw.githubusercontent.com/mem0sharp/mem0sharp/{commit}/*",
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Symbols_EverySource_IsInTheRepositoryOrInThePdb(string id)
    {
        using SymbolFile symbols = Symbols(id);

        symbols.Documents.Should().OnlyContain(document => document.Path.StartsWith("/_/", StringComparison.Ordinal));
        string[] linked = [.. symbols.Documents.Where(document => !document.IsEmbedded).Select(document => document.Path)];
        linked.Should().NotBeEmpty().And.OnlyContain(path => File.Exists(Path.Combine(RepositoryLayout.Root, path.Substring("/_/".Length))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Packages_EveryFile_SaysNothingOfTheMachineThatBuiltIt(string id)
    {
        foreach (string extension in (string[])["nupkg", "snupkg"])
        {
            using Package package = feed.Open(id, extension);
            foreach (string file in package.Files)
            {
                byte[] bytes = package.Read(file);
                Mentions(bytes, RepositoryLayout.Root).Should().BeFalse("{0} would name the checkout's folder", file);
                Mentions(bytes, feed.Folder).Should().BeFalse("{0} would name a temporary folder", file);
            }
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Mentions_WhereAFileHoldsThePathAtAnOddOffset_IsTrue(string encoding)
    {
        byte[] file = [1, .. Encoding.GetEncoding(encoding).GetBytes("see /checkout/of/mine/a.cs")];

        Mentions(file, "/checkout/of/mine").Should().BeTrue();
        Mentions(file, "/checkout/of/yours").Should().BeFalse();
    }

    private SymbolFile Symbols(string id)
    {
        using Package package = feed.Open(id, "snupkg");
        return new SymbolFile(package.Read($"lib/net10.0/{id}.pdb"));
    }

    private static bool Mentions(ReadOnlySpan<byte> bytes, string text) =>
        bytes.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
}
