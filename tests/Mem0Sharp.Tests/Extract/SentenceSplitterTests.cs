namespace Mem0Sharp.Tests.Extract;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("I like tea. I hate rain.", "I like tea.|I hate rain.")]
    [InlineData("Dr. Ruiz is my vet. She is kind.", "Dr. Ruiz is my vet.|She is kind.")]
    [InlineData("I ran 12.5 km! I slept well.", "I ran 12.5 km!|I slept well.")]
    [InlineData("I avoid nuts, e.g. walnuts. I eat fish.", "I avoid nuts, e.g. walnuts.|I eat fish.")]
    [InlineData("I was born on Sept. 14. My twin too.", "I was born on Sept. 14.|My twin too.")]
    [InlineData("My boss is J. Smith. I like him.", "My boss is J. Smith.|I like him.")]
    [InlineData("It was me and I. I know.", "It was me and I.|I know.")]
    [InlineData("I get up at 6 a.m. every day.", "I get up at 6 a.m. every day.")]
    [InlineData("My site is example.org. I built it.", "My site is example.org.|I built it.")]
    [InlineData("One line\nAnother line", "One line|Another line")]
    [InlineData("- I have a son\n* I have a daughter\n2. I have a cat\n3) I have a dog", "I have a son|I have a daughter|I have a cat|I have a dog")]
    [InlineData("She said \"Go. Now.\" and left.", "She said \"Go. Now.\" and left.")]
    [InlineData("He said \"Go.\" I left.", "He said \"Go.\"|I left.")]
    [InlineData("An open \" mark. Goes on. Here.", "An open \" mark.|Goes on.|Here.")]
    [InlineData("Really?! Yes... I do.", "Really?!|Yes...|I do.")]
    [InlineData("我住在北京。我喜欢茶！", "我住在北京。|我喜欢茶！")]
    public void Split_AtEachEnd_GivesTheSentences(string message, string sentences) =>
        SentenceSplitter.Split(message).Select(sentence => sentence.Text).Should().Equal(sentences.Split('|'));

    [Theory]
    [InlineData("Is it?", true)]
    [InlineData("Is it?!", true)]
    [InlineData("(Is it?)", true)]
    [InlineData("是吗？", true)]
    [InlineData("It is.", false)]
    [InlineData("\"Why?\" she asked.", false)]
    public void Split_OfASentence_TellsQuestions(string message, bool question) =>
        SentenceSplitter.Split(message).Should().ContainSingle().Which.IsQuestion.Should().Be(question);

    [Theory]
    [InlineData("> I live in Rome\nI live in Bern", "I live in Bern")]
    [InlineData("```\nI = 5\n```\nI live in Bern", "I live in Bern")]
    public void Split_QuotedLinesAndCode_LeavesThemOut(string message, string kept) =>
        SentenceSplitter.Split(message).Should().ContainSingle().Which.Text.Should().Be(kept);
}
