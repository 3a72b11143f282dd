using System.Text.RegularExpressions;

namespace Mem0Sharp.Tests.Conventions;

public sealed partial class SourceTreeTests
{
    private const int MostLines = 400;
    private const int PatternTimeout = 10_000; // ms

    [Fact]
    public void SourceFiles_AllThatShip_AreShortEnoughToRead() => SourceFile.Shipped
        .Where(file => file.Lines.Length > MostLines)
        .Select(file => $"{file.Path} has {file.Lines.Length} lines")
        .Should().BeEmpty();

    [Fact]
    public void SourceFiles_AllThatShip_DeclareOneTypeAndAreNamedAfterIt()
    {
        SourceFile.Shipped.Should().NotBeEmpty();
        SourceFile.Shipped.Where(file => !DeclaresItsName(file)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Memory.cs", "public sealed class Memory\n{\n    private sealed record Inner;\n}\n", true)]
    [InlineData("IStore.cs", "internal interface IStore<T>;\n", true)]
    [InlineData("Point.cs", "public readonly record struct Point(int X);\n", true)]
    [InlineData("Kind.cs", "[Flags]\npublic enum Kind\n{\n}\n", true)]
    [InlineData("Memory.cs", "public sealed class Memories\n{\n}\n", false)]
    [InlineData("Memory.cs", "public sealed class Memory;\n\ninternal enum Kind;\n", false)]
    public void DeclaresItsName_OfAFile_IsTrueForOneTypeOfThatName(string file, string text, bool expected) =>
        DeclaresItsName(new SourceFile($"src/{file}", text)).Should().Be(expected);

    [Fact]
    public void Readme_OfTheCore_DrawsTheFoldersThatAreThere()
    {
        SourceFile readme = SourceFile.At("src/Mem0Sharp/README.md")!;
        IEnumerable<string> drawn = readme.Lines.Select(line => FolderRow().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value);

        IEnumerable<string> onDisk = SourceFile.Shipped
            .Where(file => file.IsIn("src/Mem0Sharp"))
            .Select(file => file.Path.Split('/'))
            .Where(parts => parts.Length > 3)
            .Select(parts => parts[2])
            .Distinct(StringComparer.Ordinal);

        drawn.Should().BeEquivalentTo(onDisk);
    }

    private static bool DeclaresItsName(SourceFile file)
    {
        string name = Path.GetFileName(file.Path).Split('.')[0];
        string[] types = [.. file.Lines.Select(line => Declaration().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];
        return types is [var type] && string.Equals(type, name, StringComparison.Ordinal);
    }

    // Types at the margin: namespaces are file-scoped, so what is indented lies within another type.
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|interface|enum|delegate [\w<>?]+|record struct|record class|record|struct) (?<name>\w+)", RegexOptions.ExplicitCapture, PatternTimeout)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\| `(?<name>\w+)/` \|", RegexOptions.ExplicitCapture, PatternTimeout)]
    private static partial Regex FolderRow();
}
