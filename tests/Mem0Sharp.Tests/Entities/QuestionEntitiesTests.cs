namespace Mem0Sharp.Tests.Entities;

public sealed class QuestionEntitiesTests
{
    [Theory]
    [InlineData("Where does Ann live?", "Ann lives in Oslo", 1.0)]
    [InlineData("Where does Ann live?", "ANN lives in Oslo", 1.0)]
    [InlineData("Where does Ann live?", "Ann Lee lives in Oslo", 1.0)]
    [InlineData("Where does Ann Lee live?", "Ann lives in Oslo", 1.0)]
    [InlineData("Where does Ann live?", "Annette lives in Oslo", 0.0)]
    [InlineData("Where did Ann meet Bob?", "Ann met Eve", 0.5)]
    [InlineData("What did Ann do in May 2026?", "On 2026-05 Ann left", 1.0)]
    [InlineData("What is \"Blue Door\"?", "She wrote \"blue door\"", 1.0)]
    [InlineData("What is ABC-123?", "Ticket ABC-124 is closed", 0.0)]
    [InlineData("what is it?", "Ann lives in Oslo", null)]
    public void Shared_Memory_IsTheShareOfWhatTheQuestionNames(string question, string text, double? expected) =>
        QuestionEntities.Of(question).Shared(Item(text)).Should().Be(expected);

    [Fact]
    public void Shared_WhoSaidIt_IsNamed()
    {
        QuestionEntities question = QuestionEntities.Of("What does Ann like?");

        question.Shared(Item("I like tea") with { ActorId = "Ann" }).Should().Be(1);
        question.Shared(Item("I like tea") with { ActorId = "Bob" }).Should().Be(0);
    }

    [Theory]
    [InlineData("When did she leave?", "She left yesterday", 1.0)]
    [InlineData("When did she leave?", "She left on 7 May", 1.0)]
    [InlineData("When did she leave?", "She left", 0.0)]
    [InlineData("What year was it?", "It was 2025", 1.0)]
    [InlineData("How long did it take?", "It began in May", 1.0)]
    [InlineData("How many cats has she?", "She has two cats", 1.0)]
    [InlineData("How many cats has she?", "She has cats", 0.0)]
    [InlineData("How much did 3 cost?", "3 of them are red", 0.0)]
    [InlineData("Who is with Ann?", "Ann is with Bob", 1.0)]
    [InlineData("Who is with Ann?", "Ann is alone", 0.0)]
    [InlineData("What did she say when she left?", "She left yesterday", null)]
    [InlineData("Where is she?", "She left yesterday", null)]
    public void Answers_Memory_NamesAThingOfTheKindThatIsAskedFor(string question, string text, double? expected) =>
        QuestionEntities.Of(question).Answers(Item(text)).Should().Be(expected);

    private static MemoryItem Item(string text) => new() { Id = "a", Text = text, Scope = MemoryScope.ForUser("alice") };
}
