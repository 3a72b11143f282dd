using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ArbitrationFileTests
{
    private const string Line =
        """{"id":"a","shape":"partial","language":"en","date":"2026-03-02","known":["one","two"],"messages":[{"role":"user","text":"hi"}],"facts":[{"text":"three","messages":[0],"intent":"statement","valid_to":"2026-05-01"}],"decisions":[{"fact":0,"event":"UPDATE","candidate":1,"text":"three"}],"after":["one","three"]}""";

    [Theory]
    [InlineData("tuning")]
    [InlineData("held-out")]
    public void Read_OfAHalf_HasFourteenCasesOfEachOfNineShapes(string half)
    {
        IReadOnlyList<LabelledCase> cases = ArbitrationFile.Read(half);

        cases.GroupBy(next => next.Shape, StringComparer.Ordinal).Should().HaveCount(9).And.OnlyContain(shape => shape.Count() == 14);
        cases.Select(next => next.Id).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.StartsWith(half + "/", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OfALine_GivesItsParts()
    {
        LabelledCase read = ArbitrationFile.Read(new StringReader(Line)).Single();

        read.Facts.Single().ValidTo.Should().Be(new DateOnly(2026, 5, 1));
        read.Changes.Should().BeEquivalentTo(new Dictionary<string, string?>(StringComparer.Ordinal) { ["two"] = "three" });
    }

    [Theory]
    [InlineData("\"after\":[\"one\",\"three\"]", "\"after\":[\"one\",\"two\"]", "do not lead")]
    [InlineData("\"decisions\":[{\"fact\":0,\"event\":\"UPDATE\",\"candidate\":1,\"text\":\"three\"}]", "\"decisions\":[]", "no decision")]
    [InlineData("\"candidate\":1", "\"candidate\":2", "Line 1")]
    [InlineData("\"known\":[\"one\",\"two\"],", "", "Line 1")]
    [InlineData("{\"id\"", "[{\"id\"", "Line 1")]
    public void Read_OfALineThatIsWrong_NamesItAndSaysWhy(string part, string instead, string message) =>
        FluentActions.Invoking(() => ArbitrationFile.Read(new StringReader(Line.Replace(part, instead, StringComparison.Ordinal))))
            .Should().Throw<FormatException>().WithMessage($"*{message}*");

    [Fact]
    public void Read_OfTheSameIdTwice_IsRefused() =>
        FluentActions.Invoking(() => ArbitrationFile.Read(new StringReader($"{Line}\n{Line}"))).Should().Throw<FormatException>().WithMessage("Line 2:*another case*");
}
