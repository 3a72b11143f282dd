using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ReplacedCommandTests
{
    [Fact]
    public void OfLabelled_TheCases_AskForWhatEachFactChanges()
    {
        LabelledCase next = new(
            "a", "replacement", "en", new DateOnly(2026, 1, 1), ["Lives in Oslo.", "Likes tea.", "Owns a boat."], [],
            [new LabelledFact("Lives in Rome.", [0], "statement"), new LabelledFact("Sold the boat.", [0], "statement"), new LabelledFact("Likes cake.", [0], "statement")],
            [new LabelledDecision(0, "UPDATE", 0, "Lives in Rome."), new LabelledDecision(1, "DELETE", 2, null), new LabelledDecision(2, "ADD", null, null)],
            []);

        RetrievalScope scope = ReplacedCommand.OfLabelled([next, next]);

        scope.Documents.Select(document => document.Text).Should().Equal("Lives in Oslo.", "Likes tea.", "Owns a boat.");
        scope.Counted.Select(question => (question.Text, question.Evidence.Single())).Should().Equal(
            ("Lives in Rome.", "Lives in Oslo."), ("Sold the boat.", "Owns a boat."));
    }

    [Fact]
    public void OfForgetEval_TheCases_AskForTheOneFactThatIsSuperseded()
    {
        ForgetCase clear = new("a", "f", ["Uma works at A.", "It rains."], [new ForgetMutation.Supersede("job", "Uma works at B.")], "?", ["B."], ["A."]);
        ForgetCase unclear = clear with { Id = "b", Facts = ["Uma works at A.", "Bob works at A."] };
        ForgetCase released = clear with { Id = "c", Facts = ["It snows."], Mutations = [new ForgetMutation.Release("snow")] };

        RetrievalScope scope = ReplacedCommand.OfForgetEval([clear, unclear, released]);

        scope.Documents.Select(document => document.Text).Should().Equal("Uma works at A.", "It rains.", "Bob works at A.", "It snows.");
        scope.Counted.Select(question => (question.Text, question.Evidence.Single())).Should().Equal(("Uma works at B.", "Uma works at A."));
    }
}
