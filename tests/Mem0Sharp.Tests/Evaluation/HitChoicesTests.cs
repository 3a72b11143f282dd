using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class HitChoicesTests
{
    [Fact]
    public void Named_IsEachHitWithTheWordsThatTheFirstHasOfTheQuery() =>
        HitChoices.Named("Ann's job interviews", ["Ann had an interview.", "Ann sings.", "Bo interviews Ann.", "Ben had an interview."])
            .Should().Equal(0, 2);

    [Fact]
    public void Named_OfWordsThatOnlyTheFirstHas_IsTheFirst() =>
        HitChoices.Named("the flight to Oslo", ["A flight to Oslo.", "A flight to Rome.", "Oslo."]).Should().Equal(0);

    [Theory]
    [InlineData("the profile of Ann", "Some of the chairs are new.")]
    [InlineData("and so on", "and so on")]
    public void Named_WhereTheFirstHitHasNoWordOfTheQueryButStopWords_IsNone(string query, string hit)
    {
        HitChoices.Named(query, [hit]).Should().BeEmpty();
        HitChoices.First(query, [hit]).Should().BeEmpty();
    }

    [Fact]
    public void First_IsTheFirstHitOnly() => HitChoices.First("Ann", ["Ann sings.", "Ann."]).Should().Equal(0);

    [Fact]
    public void Choices_WithoutHits_AreNone()
    {
        HitChoices.Named("Ann", []).Should().BeEmpty();
        HitChoices.First("Ann", []).Should().BeEmpty();
    }
}
