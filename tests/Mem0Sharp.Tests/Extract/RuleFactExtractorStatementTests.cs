namespace Mem0Sharp.Tests.Extract;

public sealed class RuleFactExtractorStatementTests
{
    [Theory]
    [InlineData("I live in Oslo.", "I live in Oslo")]
    [InlineData("i live in oslo!!", "I live in oslo")]
    [InlineData("We have two cats", "We have two cats")]
    [InlineData("My sister Anna lives in Oslo.", "My sister Anna lives in Oslo")]
    [InlineData("Tom is taller than Ben.", "Tom is taller than Ben")]
    [InlineData("Dr. Okafor is my cardiologist.", "Dr. Okafor is my cardiologist")]
    [InlineData("The party is in Siena.", "The party is in Siena")]
    [InlineData("If I eat gluten, I get sick.", "If I eat gluten, I get sick")]
    [InlineData("I might move to Rome next year.", "I might move to Rome next year")]
    [InlineData("Allergic to peanuts.", "Allergic to peanuts")]
    [InlineData("Favourite colour: blue", "Favourite colour: blue")]
    [InlineData("I live in the U.S.", "I live in the U.S.")]
    [InlineData("iPhone is what I use.", "iPhone is what I use")]
    [InlineData("I actually like tea.", "I actually like tea")]
    [InlineData("I'll never forget that trip to Peru.", "I'll never forget that trip to Peru")]
    [InlineData("When I was five, I lived in Kyoto.", "When I was five, I lived in Kyoto")]
    public async Task ExtractAsync_OfAStatement_KeepsTheSpeakersWords(string message, string fact)
    {
        ExtractedFact found = (await Extracting.FromUserAsync(message)).Should().ContainSingle().Subject;
        found.Text.Should().Be(fact);
        found.Intent.Should().Be(FactIntent.Statement);
        found.Replaces.Should().BeNull();
    }

    [Theory]
    [InlineData("Hi there, I run a bakery.", "I run a bakery")]
    [InlineData("Hey Mel, I run a bakery.", "I run a bakery")]
    [InlineData("By the way, I run a bakery.", "I run a bakery")]
    [InlineData("Oh yeah, btw I run a bakery", "I run a bakery")]
    [InlineData("Well, I run a bakery.", "I run a bakery")]
    [InlineData("Thanks, Caroline, I run a bakery.", "I run a bakery")]
    [InlineData("So I run a bakery.", "I run a bakery")]
    [InlineData("Remember that I run a bakery.", "I run a bakery")]
    [InlineData("Please remember that I run a bakery.", "I run a bakery")]
    [InlineData("Remember: I run a bakery.", "I run a bakery")]
    [InlineData("Remember my gate code is 1180.", "My gate code is 1180")]
    [InlineData("Note that I run a bakery.", "I run a bakery")]
    [InlineData("Keep in mind that I run a bakery.", "I run a bakery")]
    [InlineData("Don't forget that I run a bakery.", "I run a bakery")]
    [InlineData("You can call me Bea.", "Call me Bea")]
    [InlineData("Please call me Bea", "Call me Bea")]
    public async Task ExtractAsync_OfAWrappedStatement_KeepsWhatIsInside(string message, string fact) =>
        (await Extracting.FromUserAsync(message)).Should().ContainSingle().Which.Text.Should().Be(fact);

    [Theory]
    [InlineData("Do you know where I live?")]
    [InlineData("what can you do for me")]
    [InlineData("Can you remember that I like tea?")]
    [InlineData("Hello!")]
    [InlineData("Good morning, how are you?")]
    [InlineData("Thanks a lot!")]
    [InlineData("Thank you so much for helping me.")]
    [InlineData("Please write a poem about my dog.")]
    [InlineData("Show me three options.")]
    [InlineData("Translate this to German.")]
    [InlineData("I want you to summarise my notes.")]
    [InlineData("Don't forget to call my mother.")]
    [InlineData("Call me later.")]
    [InlineData("Sounds good.")]
    [InlineData("I see.")]
    [InlineData("I agree, Caroline!")]
    [InlineData("I don't know.")]
    [InlineData("I'm so proud of you, Mel.")]
    [InlineData("I love your painting.")]
    [InlineData("That's funny.")]
    [InlineData("The weather is terrible.")]
    [InlineData("You told me so.")]
    [InlineData("Suppose I moved to Mars.")]
    [InlineData("If I won the lottery, I would buy a boat.")]
    [InlineData("\"I live in Rome.\"")]
    [InlineData("😀😀")]
    [InlineData("x")]
    [InlineData("...")]
    public async Task ExtractAsync_OfWhatTellsNothing_FindsNothing(string message) =>
        (await Extracting.FromUserAsync(message)).Should().BeEmpty();

    [Theory]
    [InlineData("我住在北京。", "我住在北京")]
    [InlineData("私は東京に住んでいます。", "私は東京に住んでいます")]
    [InlineData("Я живу в Москве.", "Я живу в Москве")]
    [InlineData("Ich wohne in Berlin.", "Ich wohne in Berlin")]
    [InlineData("Vivo en Madrid con mi hermana.", "Vivo en Madrid con mi hermana")]
    [InlineData("J’habite à Lyon depuis 2019.", "J’habite à Lyon depuis 2019")]
    public async Task ExtractAsync_OfAStatementInAnotherLanguage_KeepsItAsAStatement(string message, string fact)
    {
        ExtractedFact found = (await Extracting.FromUserAsync(message)).Should().ContainSingle().Subject;
        found.Text.Should().Be(fact);
        found.Intent.Should().Be(FactIntent.Statement);
    }

    [Theory]
    [InlineData("你住在哪里？")]
    [InlineData("谢谢")]
    public async Task ExtractAsync_OfAQuestionOrThanksInAnotherLanguage_FindsNothing(string message) =>
        (await Extracting.FromUserAsync(message)).Should().BeEmpty();
}
