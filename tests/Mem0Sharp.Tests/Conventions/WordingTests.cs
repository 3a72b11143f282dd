namespace Mem0Sharp.Tests.Conventions;

public sealed class WordingTests
{
    [Fact]
    public void Repository_NoFile_SaysWhatMustNotBeCommitted()
    {
        SourceFile.All.Should().HaveCountGreaterThan(100);
        SourceFile.All.SelectMany(Wording.Violations).Should().BeEmpty();
    }

    [Theory]
    [InlineData("see /ho" + "me/alice/notes.txt")]
    [InlineData("\"/wo" + "rk/main/Mem0Sharp.sln\"")]
    [InlineData(@"C:\Us" + @"ers\alice")]
    [InlineData("https://api.nug" + "et.org/v3/index.json")]
    [InlineData("// TO" + "DO: later")]
    [InlineData("[Fact(Sk" + "ip = \"slow\")]")]
    public void Violations_OfALineThatMustNotBe_NameIt(string line) =>
        Wording.Violations(new SourceFile("a.cs", $"first\n{line}\n")).Should().ContainSingle().Which.Should().StartWith("a.cs:2 ");

    [Theory]
    [InlineData("https://example.com/home/alice")]
    [InlineData("../tmp/x, src/work/x and ~/work/x are relative")]
    [InlineData("dotnet add package Mem0Sharp")]
    [InlineData("todo lists are something people remember")]
    [InlineData("[Fact] // .Skip(1) is LINQ")]
    public void Violations_OfAnInnocentLine_AreNone(string line) =>
        Wording.Violations(new SourceFile("a.cs", line)).Should().BeEmpty();
}
