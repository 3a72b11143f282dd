using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class RetrievalScopeTests
{
    private static readonly RetrievalScope Scope = new(
        "a",
        [
            new RetrievalDocument("1", "Nora walks to the harbour.", ["x", "y"]),
            new RetrievalDocument("2", "Theo sleeps.", ["y", "z"]),
        ],
        [Question("x"), Question("y", "gone"), Question("gone"), Question()]);

    [Fact]
    public void Counted_Always_AreTheQuestionsWithCarriedEvidenceAndOnlyThatEvidence() =>
        Scope.Counted.Select(question => question.Evidence).Should().BeEquivalentTo(
            new string[][] { ["x"], ["y"] }, options => options.WithStrictOrdering());

    [Theory]
    [InlineData("Who was walking?", "x", true)]
    [InlineData("Who WALKED?", "y", true)]
    [InlineData("Who went to the sea?", "x", false)]
    [InlineData("Who was walking?", "z", false)]
    [InlineData("Did he sleep?", "y", true)]
    [InlineData("Did he sleep?", "x", false)]
    public void SharesWord_OfAQuestion_LooksAtStemsInWhatCarriesItsEvidence(string text, string evidence, bool expected) =>
        Scope.SharesWord(Question(evidence) with { Text = text }).Should().Be(expected);

    private static RetrievalQuestion Question(params string[] evidence) => new("Who?", "any", evidence.ToHashSet(StringComparer.Ordinal));
}
