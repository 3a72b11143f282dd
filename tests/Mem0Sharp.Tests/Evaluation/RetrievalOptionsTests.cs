using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class RetrievalOptionsTests
{
    private static readonly string[] Units = ["facts", "turns"];

    [Fact]
    public void Parse_OfTheFileAlone_RunsAllButTheGivenVectors()
    {
        RetrievalOptions options = RetrievalOptions.Parse(["a.json"], "locomo", Units);

        options.Path.Should().Be("a.json");
        options.Units.Should().Equal("facts", "turns");
        options.Embedders.Should().Equal("lexical", "use-lite");
        options.Modes.Should().Equal("keyword", "vector", "hybrid");
        options.ByScore.Should().BeFalse();
        options.Database.Should().BeNull();
    }

    [Fact]
    public void Parse_WithVectors_RunsThemToo() =>
        RetrievalOptions.Parse(["a.json", "--vectors", "b"], "locomo", Units).Embedders.Should().Equal("lexical", "use-lite", "given");

    [Fact]
    public void Parse_WithParts_RunsThemInTheirUsualOrder()
    {
        RetrievalOptions options = RetrievalOptions.Parse(
            ["--units", "turns", "--by-score", "--embedders", "given,lexical", "--vectors", "b", "a.json", "--modes", "vector"], "locomo", Units);

        options.Units.Should().Equal("turns");
        options.Embedders.Should().Equal("lexical", "given");
        options.Vectors.Should().Be("b");
        options.Modes.Should().Equal("vector");
        options.ByScore.Should().BeTrue();
    }

    [Theory]
    [InlineData("path of one file")]
    [InlineData("path of one file", "a.json", "b.json")]
    [InlineData("'--wrong'", "a.json", "--wrong", "b")]
    [InlineData("'--modes'", "a.json", "--modes")]
    [InlineData("'--modes'", "a.json", "--modes", "vector", "--modes", "keyword")]
    [InlineData("--modes takes some of keyword,vector,hybrid", "a.json", "--modes", "vector,smell")]
    [InlineData("--embedders takes some of lexical,use-lite,given", "a.json", "--embedders", "")]
    [InlineData("--units takes some of facts,turns", "a.json", "--units", "words")]
    [InlineData("need each other", "a.json", "--embedders", "given")]
    [InlineData("need each other", "a.json", "--embedders", "lexical", "--vectors", "b")]
    [InlineData("one unit and one embedder", "a.json", "--db", "c", "--units", "facts")]
    [InlineData("one unit and one embedder", "a.json", "--db", "c", "--embedders", "lexical")]
    public void Parse_OfWhatCannotBeMeant_SaysWhy(string reason, params string[] args) =>
        FluentActions.Invoking(() => RetrievalOptions.Parse(args, "locomo", Units)).Should().Throw<EvaluationUsageException>().WithMessage($"*{reason}*");

    [Fact]
    public void Parse_WithUnitsWhereThereIsNoChoice_KnowsNoSuchOption() =>
        FluentActions.Invoking(() => RetrievalOptions.Parse(["a", "--units", "facts"], "retrieval", []))
            .Should().Throw<EvaluationUsageException>().WithMessage("*'--units'*");

    [Fact]
    public void Parse_WithADatabaseForOneUnitAndOneEmbedder_KeepsItsPath() =>
        RetrievalOptions.Parse(["a.json", "--db", "none.db", "--units", "facts", "--embedders", "lexical"], "locomo", Units)
            .Database.Should().Be("none.db");
}
