namespace Mem0Sharp.Tests.Conventions;

/// <summary>C# in a page is C# that compiles and runs: it is a run of lines of a sample. Shell and XML are free.</summary>
public sealed class CodeBlocksTests
{
    private static readonly SourceFile Sample = new("samples/A/Program.cs", "class A\n{\n    void B()\n    {\n        C();\n\n        if (d)\n            E();\n    }\n}\n");

    public static TheoryData<string> Pages { get; } =
    [
        .. SourceFile.All.Select(file => file.Path).Where(path => path is "README.md"
            || (path.EndsWith(".md", StringComparison.Ordinal) && path.Split('/')[0] is "docs" or "src")),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EveryCSharpBlock_IsPartOfASample(string page)
    {
        // A package's own README may also show what its own tests run, and the pages of the server, and of stores, what their tests do.
        string package = page switch
        {
            "docs/server.md" or "docs/dashboard.md" => "Mem0Sharp.AspNetCore",
            "docs/stores.md" => "Mem0Sharp.Chroma",
            _ => Path.GetFileName(Path.GetDirectoryName(page))!,
        };
        string tests = $"tests/{package}.Tests";
        SourceFile[] compiled = [.. SourceFile.All.Where(file => file.IsCSharp && (file.IsIn("samples") || file.IsIn(tests)))];

        CodeBlocks.In(SourceFile.At(page)!)
            .Where(block => !compiled.Any(source => CodeBlocks.IsPartOf(block.Code, source)))
            .Select(block => $"{page}:{block.Line} {block.Code.FirstOrDefault()}")
            .Should().BeEmpty("each block must stand in a file under samples/, line for line");
    }

    [Fact]
    public void In_APageWithSeveralLanguages_FindsTheCSharp()
    {
        SourceFile page = new("README.md", "# A\n```sh\ndotnet test\n```\ntext\n```csharp\nB();\n```\n```\nC();\n```\n```cs title\nD();\nE();\n```\n");

        CodeBlocks.In(page).Should().BeEquivalentTo(new[] { (7, new[] { "B();" }), (13, new[] { "D();", "E();" }) });
    }

    [Theory]
    [InlineData("C();", true)]
    [InlineData("    C();\n\n    if (d)\n        E();", true)]
    [InlineData("C();\n\nif (d)\n    E();", true)]
    [InlineData("C();\nif (d)\n    E();", false)]
    [InlineData("C();\n\nif (d)\nE();", false)]
    [InlineData("C()", false)]
    [InlineData("F();", false)]
    public void IsPartOf_ASource_IsTrueForItsLinesAtAnyIndentation(string code, bool expected) =>
        CodeBlocks.IsPartOf(code.Split('\n'), Sample).Should().Be(expected);

    [Fact]
    public void IsPartOf_AnEmptyBlock_IsFalse() => CodeBlocks.IsPartOf([], Sample).Should().BeFalse();
}
