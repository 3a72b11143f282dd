using System.Text.Json;
using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class LocomoFileTests
{
    [Fact]
    public void Read_OfAConversation_HasTheSessionsThatHaveTurnsInOrderAndTime()
    {
        LocomoConversation conversation = TinyLocomo.Read()[0];

        conversation.Id.Should().Be("tiny-1");
        conversation.Sessions.Select(session => session.OccurredAt).Should().Equal(
            new DateTimeOffset(2024, 3, 3, 9, 5, 0, TimeSpan.Zero), new DateTimeOffset(2024, 3, 4, 12, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Read_OfATurnWithoutText_LeavesItOut() =>
        TinyLocomo.Read()[0].Sessions[0].Turns.Select(turn => turn.Id).Should().Equal("D1:1", "D1:3", "D1:4");

    [Fact]
    public void Read_OfAnObservationWithAListOfIds_KeepsThoseOfItsSession() =>
        TinyLocomo.Read()[0].Sessions[0].Facts[1].Turns.Should().Equal("D1:3", "D1:4");

    [Fact]
    public void Read_OfAnObservationThatComesTwice_IsOneFactFromBothTurns()
    {
        LocomoSession session = TinyLocomo.Read()[1].Sessions[0];

        session.Facts.Should().HaveCount(6);
        session.Facts[0].Turns.Should().Equal("D1:1", "D1:2");
    }

    [Fact]
    public void Read_OfQuestions_KeepsAllAndTheEvidenceThatCanBeRead() =>
        TinyLocomo.Read()[0].Questions.Select(question => question.Evidence.Count).Should().Equal(1, 1, 3, 1, 0, 0);

    [Fact]
    public void Read_OfATurnWithAPicture_KeepsWhatIsOnIt() =>
        TinyLocomo.Read()[0].Sessions[0].Turns.Select(turn => turn.Caption).Should().Equal(null, null, "three hives in the sun");

    [Fact]
    public void Read_OfSessions_KeepsTheirNumbers() =>
        TinyLocomo.Read()[0].Sessions.Select(session => session.Number).Should().Equal(1, 2);

    [Theory]
    [InlineData("{}", "*no list*")]
    [InlineData("""[{"conversation":{},"observation":{},"qa":[]}]""", "*sample_id*")]
    [InlineData("""[{"sample_id":"a","conversation":{},"observation":{"session_4_observation":{}},"qa":[]}]""", "*session_4_observation*")]
    [InlineData(
        """
        [{"sample_id":"a","conversation":{"session_1_date_time":"1:00 pm on 5 March, 2024","session_1":[]},
        "observation":{"session_1_observation":{"Ida":["A fact without turns."]}},"qa":[]}]
        """,
        "*observation*pair*")]
    public void Read_OfAnotherFormat_SaysWhatIsWrong(string json, string message) =>
        FluentActions.Invoking(() => TinyLocomo.Read(json)).Should().Throw<FormatException>().WithMessage(message);

    [Fact]
    public void Read_OfWhatIsNoJson_Throws() =>
        FluentActions.Invoking(() => TinyLocomo.Read("[")).Should().Throw<JsonException>();
}
