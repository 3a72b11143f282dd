using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class LocomoUnitsTests
{
    [Fact]
    public void Of_Facts_HasEachFactWithTheTurnsItCameFrom()
    {
        RetrievalScope scope = LocomoUnits.Of("facts", TinyLocomo.Read()).Scopes[0];

        scope.Id.Should().Be("tiny-1");
        scope.Documents.Should().HaveCount(9);
        scope.Documents[1].Text.Should().Be("Theo keeps bees on the roof.");
        scope.Documents[1].Evidence.Should().Equal("D1:3", "D1:4");
    }

    [Fact]
    public void Of_Turns_HasWhoSaidWhatAndShowedWhat()
    {
        RetrievalScope scope = LocomoUnits.Of("turns", TinyLocomo.Read()).Scopes[0];

        scope.Documents.Select(document => document.Id).Should().Equal("D1:1", "D1:3", "D1:4", "D2:1", "D2:2");
        scope.Documents[1].Text.Should().Be("Theo: I keep bees.");
        scope.Documents[2].Text.Should().Be("Theo: On the roof. [shared a photo: three hives in the sun]");
        scope.Documents[2].Evidence.Should().Equal("D1:4");
    }

    [Fact]
    public void Of_Sessions_HasTheTurnsOfEachInOneText()
    {
        RetrievalScope scope = LocomoUnits.Of("sessions", TinyLocomo.Read()).Scopes[0];

        scope.Documents.Select(document => document.Id).Should().Equal("D1", "D2");
        scope.Documents[1].Text.Should().Be("Theo: The ticket is four.\nNora: I saw a lighthouse.");
        scope.Documents[0].Evidence.Should().Equal("D1:1", "D1:3", "D1:4");
    }

    [Fact]
    public void Counted_OfEachUnit_AreTheQuestionsWhoseEvidenceItCarries()
    {
        string unreported = TinyLocomo.Json.Replace("[\"Nora saw a lighthouse.\", \"D2:2\"]", string.Empty, StringComparison.Ordinal);

        LocomoUnits.Of("facts", TinyLocomo.Read()).Scopes[0].Counted.Should().HaveCount(3);
        LocomoUnits.Of("facts", TinyLocomo.Read(unreported)).Scopes[0].Counted.Should().HaveCount(2);
        LocomoUnits.Of("turns", TinyLocomo.Read(unreported)).Scopes[0].Counted.Should().HaveCount(3);
    }
}
