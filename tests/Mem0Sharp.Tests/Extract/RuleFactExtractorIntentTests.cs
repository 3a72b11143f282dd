namespace Mem0Sharp.Tests.Extract;

public sealed class RuleFactExtractorIntentTests
{
    [Theory]
    [InlineData("Actually, I work at Globex.", "I work at Globex", null)]
    [InlineData("Correction: my exam is on June 12.", "My exam is on June 12", null)]
    [InlineData("No, my name is Katrin.", "My name is Katrin", null)]
    [InlineData("No wait, my name is Katrin.", "My name is Katrin", null)]
    [InlineData("Sorry, I meant my name is Katrin.", "My name is Katrin", null)]
    [InlineData("I changed my mind: I want the blue bike.", "I want the blue bike", null)]
    [InlineData("I changed my mind. I want the blue bike.", "I want the blue bike", null)]
    [InlineData("Scratch that, I want the blue bike.", "I want the blue bike", null)]
    [InlineData("My sister's name is not Anna but Hanna.", "My sister's name is Hanna", "Anna")]
    [InlineData("My exam is on Monday, not Tuesday.", "My exam is on Monday", "Tuesday")]
    [InlineData("My car is now a Tesla, not a Ford.", "My car is now a Tesla", "a Ford")]
    [InlineData("I no longer live in Paris, I live in Berlin now.", "I live in Berlin now", "Paris")]
    [InlineData("I don't live in Paris anymore, I live in Berlin.", "I live in Berlin", "Paris")]
    [InlineData("My brother doesn't work at Bosch anymore, he works at Siemens.", "My brother works at Siemens", "Bosch")]
    [InlineData("I no longer live in Paris but in Berlin.", "I live in Berlin", "Paris")]
    [InlineData("My boss is no longer Priya, it's Daniel.", "My boss is Daniel", "Priya")]
    [InlineData("My birthday isn't on May 3, it's on May 5.", "My birthday is on May 5", "on May 3")]
    [InlineData("I moved from Leeds to Cardiff.", "I moved from Leeds to Cardiff", "Leeds")]
    [InlineData("I've switched from coffee to tea.", "I've switched from coffee to tea", "coffee")]
    [InlineData("I use Vim instead of Emacs these days.", "I use Vim instead of Emacs these days", "Emacs")]
    public async Task ExtractAsync_OfAnExplicitCorrection_SaysWhatItReplaces(string message, string fact, string? replaces)
    {
        ExtractedFact found = (await Extracting.FromUserAsync(message)).Should().ContainSingle().Subject;
        found.Intent.Should().Be(FactIntent.Correction);
        found.Text.Should().Be(fact);
        found.Replaces.Should().Be(replaces);
    }

    [Theory]
    [InlineData("Forget that I work at Acme.", "I work at Acme")]
    [InlineData("Please forget I work at Acme.", "I work at Acme")]
    [InlineData("Could you forget that I work at Acme?", "I work at Acme")]
    [InlineData("Scratch that I work at Acme.", "I work at Acme")]
    [InlineData("Remove the note that I work at Acme.", "I work at Acme")]
    [InlineData("I no longer work at Acme.", "I work at Acme")]
    [InlineData("I don't work at Acme anymore.", "I work at Acme")]
    [InlineData("I do not work at Acme any more.", "I work at Acme")]
    [InlineData("It's no longer true that I work at Acme.", "I work at Acme")]
    [InlineData("That I work at Acme is no longer true.", "I work at Acme")]
    [InlineData("I'm not vegan anymore.", "I'm vegan")]
    [InlineData("I'm no longer a student, sadly.", "I'm a student")]
    [InlineData("My dad doesn't smoke anymore.", "My dad smokes")]
    [InlineData("My sister isn't pregnant any more.", "My sister is pregnant")]
    [InlineData("Please delete my phone number.", "My phone number")]
    [InlineData("Forget what I told you about my knee.", "My knee")]
    [InlineData("Forget everything about me.", "Everything about me")]
    public async Task ExtractAsync_OfAnExplicitTakeBack_SaysWhatIsToBeForgotten(string message, string fact)
    {
        ExtractedFact found = (await Extracting.FromUserAsync(message)).Should().ContainSingle().Subject;
        found.Intent.Should().Be(FactIntent.Retraction);
        found.Text.Should().Be(fact);
        found.Replaces.Should().BeNull();
    }

    [Theory]
    [InlineData("I actually like tea.")]
    [InlineData("I wish I no longer lived in the city.")]
    [InlineData("My boss said \"I no longer work here\".")]
    [InlineData("My friend says that I no longer look tired.")]
    [InlineData("I forgot that I work tomorrow.")]
    [InlineData("I like cats, not gonna lie.")]
    [InlineData("I took the train instead of the car yesterday.")]
    [InlineData("We moved the couch from the kitchen to the hall.")]
    [InlineData("I'm not only a singer but a dancer.")]
    [InlineData("My work isn't always easy but it pays.")]
    [InlineData("We don't have cats, we have allergies.")]
    [InlineData("I don't live in Bonn anymore, just kidding.")]
    [InlineData("I can no longer eat dairy.")]
    [InlineData("I stopped taking piano lessons.")]
    [InlineData("I don't like jazz.")]
    public async Task ExtractAsync_OfWhatOnlyLooksLikeAChange_IsAStatement(string message) =>
        (await Extracting.FromUserAsync(message)).Should().ContainSingle().Which.Intent.Should().Be(FactIntent.Statement);

    [Theory]
    [InlineData("Forget it.")]
    [InlineData("Never mind.")]
    [InlineData("That's no longer true.")]
    [InlineData("Should I forget that I work at Acme?")]
    [InlineData("Suppose I no longer work at Acme.")]
    [InlineData("Delete the last paragraph.")]
    [InlineData("Delete my last message.")]
    [InlineData("Remove my name from the guest list draft.")]
    [InlineData("Forget my birthday, what about yours?")]
    [InlineData("No, thanks.")]
    public async Task ExtractAsync_OfATakeBackOfNothing_FindsNothing(string message) =>
        (await Extracting.FromUserAsync(message)).Should().BeEmpty();

    [Fact]
    public async Task ExtractAsync_OfATakeBackWithAReason_KeepsWhatIsNewInIt()
    {
        IReadOnlyList<ExtractedFact> facts = await Extracting.FromUserAsync("I no longer smoke, my doctor made me quit.");
        facts.Select(fact => (fact.Intent, fact.Text)).Should().Equal((FactIntent.Retraction, "I smoke"), (FactIntent.Statement, "My doctor made me quit"));
    }
}
