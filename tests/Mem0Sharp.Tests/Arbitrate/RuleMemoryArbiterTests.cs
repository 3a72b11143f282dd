using static Mem0Sharp.Tests.Arbitrate.Arbitrating;

namespace Mem0Sharp.Tests.Arbitrate;

public sealed class RuleMemoryArbiterTests
{
    [Theory]
    [InlineData("I live in Oslo", "i live in oslo.")]
    [InlineData("I live in Oslo", "I live in O\u200Bslo")]
    [InlineData("I'm a teacher", "I am a teacher")]
    [InlineData("I have two kids", "I have 2 kids")]
    [InlineData("I now live in Oslo", "I live in Oslo")]
    [InlineData("I live in Oslo", "User lives in Oslo")]
    [InlineData("I have diabetes", "Has diabetes")]
    public async Task ArbitrateAsync_OfAStatementKnownAlready_IsNoneWithTheMemory(string fact, string known)
    {
        MemoryDecision decision = (await DecideAsync(Said(fact), "I like rain", known)).Should().ContainSingle().Subject;
        decision.Should().BeOfType<MemoryDecision.None>().Which.Candidate.Should().Be(1);
    }

    [Theory]
    [InlineData("I like tea", "I don't like tea")]
    [InlineData("I have 2 kids", "I have 3 kids")]
    [InlineData("Ann loves Bob", "Bob loves Ann")]
    [InlineData("I was a teacher", "I am a teacher")]
    [InlineData("I never drink", "I drink")]
    [InlineData("My sister likes tea", "My brother likes tea")]
    [InlineData("I live in Tallinn", "I live in Riga")]
    [InlineData("...", "!!!")]
    public async Task ArbitrateAsync_OfAnyOtherStatement_IsAdd(string fact, string known) =>
        (await DecideAsync(Said(fact), known)).Should().ContainSingle().Which.Should().BeOfType<MemoryDecision.Add>();

    [Theory]
    [InlineData("I live in Berlin", "Paris", "I live in Paris")]
    [InlineData("I live in Berlin", "Paris", "User lives in Paris")]
    [InlineData("My birthday is on May 5", "on May 3", "My birthday is on May 3")]
    [InlineData("I moved from Leeds to Cardiff", "Leeds", "I live in Leeds")]
    [InlineData("I switched from coffee to tea", "coffee", "I drink coffee every morning")]
    [InlineData("Daniel is my manager", "Priya", "Priya is my manager")]
    [InlineData("My favorite color is teal", null, "My favorite color is red")]
    [InlineData("My daughter's name is Maja", null, "My daughter's name is Mia")]
    [InlineData("I work at Globex", null, "I work at Acme")]
    [InlineData("I have three cats", null, "I have two cats")]
    [InlineData("My desk is in room 12", null, "My desk is in room 9")]
    [InlineData("I don't like mushrooms", null, "I like mushrooms")]
    public async Task ArbitrateAsync_OfACorrectionOfOneMemory_UpdatesItToTheNewStatement(string fact, string? replaces, string known)
    {
        MemoryDecision decision = (await DecideAsync(Corrected(fact, replaces), "I like rain", known)).Should().ContainSingle().Subject;
        MemoryDecision.Update update = decision.Should().BeOfType<MemoryDecision.Update>().Subject;
        update.Candidate.Should().Be(1);
        update.Text.Should().Be(fact);
        update.OldText.Should().Be(known);
    }

    [Theory]
    [InlineData("I like tea", null, "I like coffee")]
    [InlineData("I have a cat", null, "I have a piano")]
    [InlineData("My sister is a teacher", null, "My sister is pregnant")]
    [InlineData("My exam is in physics", null, "My exam is on June 10")]
    [InlineData("I go to the gym", null, "I go to bed early")]
    [InlineData("I work at weekends", null, "I work at Siemens")]
    [InlineData("I was born on a Sunday", null, "I was born on May 1")]
    [InlineData("I work in Ulm today", null, "I work in Hamburg")]
    [InlineData("I'm from a big family", null, "I'm from Texas")]
    [InlineData("My job is in marketing", null, "My job is stressful")]
    [InlineData("I'm hungry", "tired", "I'm tired of my commute")]
    [InlineData("I have a meeting", "a call", "I have a call at 5")]
    [InlineData("I live in Berlin", "Paris", "I love Paris")]
    [InlineData("I live in Berlin", "Paris", "My sister lives in Paris")]
    [InlineData("I moved from Leeds to Cardiff", "Leeds", "I was born in Leeds")]
    [InlineData("I live in Berlin", "Paris", "I live in Paris and work at Acme")]
    [InlineData("I live in Berlin", "Paris", "I live in Rome")]
    [InlineData("I live in Berlin", "Paris", "!I live in Paris")]
    public async Task ArbitrateAsync_OfACorrectionThatMeansNoMemoryClearly_IsAdd(string fact, string? replaces, string known) =>
        (await DecideAsync(Corrected(fact, replaces), known)).Should().ContainSingle().Which.Should().BeOfType<MemoryDecision.Add>();

    [Fact]
    public async Task ArbitrateAsync_OfACorrectionThatCouldMeanTwo_IsAdd() =>
        (await DecideAsync(Corrected("I work at Globex"), "I work at Acme", "I work at Siemens")).Should().ContainSingle().Which.Should().BeOfType<MemoryDecision.Add>();

    [Fact]
    public async Task ArbitrateAsync_OfACorrectionToWhatIsKnown_IsNone() =>
        (await DecideAsync(Corrected("I work at Acme"), "I work at Acme")).Should().ContainSingle().Which.Should().BeOfType<MemoryDecision.None>();

    [Theory]
    [InlineData("I work at Acme", "I work at Acme.")]
    [InlineData("I work at Acme", "Works at Acme")]
    [InlineData("I play tennis", "I play tennis on Fridays")]
    [InlineData("I have a dog", "I have a dog named Rex")]
    [InlineData("My phone number", "My phone number is 555-0144")]
    [InlineData("My knee surgery", "I have knee surgery in May")]
    public async Task ArbitrateAsync_OfATakeBackOfOneMemory_DeletesIt(string fact, string known)
    {
        MemoryDecision decision = (await DecideAsync(TakenBack(fact), "I like rain", known)).Should().ContainSingle().Subject;
        MemoryDecision.Delete delete = decision.Should().BeOfType<MemoryDecision.Delete>().Subject;
        delete.Candidate.Should().Be(1);
        delete.OldText.Should().Be(known);
    }

    [Theory]
    [InlineData("I like tea", "I like tea ceremonies")]
    [InlineData("I like tea", "I don't like tea")]
    [InlineData("I play golf", "I play golf and squash")]
    [InlineData("I work", "I work on my garden")]
    [InlineData("I have a horse", "I have a dog")]
    [InlineData("My sister", "I live with my sister")]
    [InlineData("I live in Rome", "My brother lives in Rome")]
    [InlineData("Everything about me", "I live in Rome")]
    [InlineData("I work at Acme", "!I work at Acme")]
    public async Task ArbitrateAsync_OfATakeBackThatMeansNoMemoryClearly_IsNoneWithoutAMemory(string fact, string known)
    {
        MemoryDecision decision = (await DecideAsync(TakenBack(fact), known)).Should().ContainSingle().Subject;
        decision.Should().BeOfType<MemoryDecision.None>().Which.Candidate.Should().BeNull();
    }

    [Fact]
    public async Task ArbitrateAsync_OfATakeBackThatCouldMeanTwo_IsNone() =>
        (await DecideAsync(TakenBack("My mother"), "My mother lives in Turin", "My mother is a surgeon"))
            .Should().ContainSingle().Which.Should().BeOfType<MemoryDecision.None>();

    [Fact]
    public async Task ArbitrateAsync_OfATakeBackInTheSameWords_PrefersThemToMoreDetail() =>
        (await DecideAsync(TakenBack("I play chess"), "I play chess on Mondays", "I play chess"))
            .Should().ContainSingle().Which.Should().BeOfType<MemoryDecision.Delete>().Which.Candidate.Should().Be(1);

    [Fact]
    public async Task ArbitrateAsync_OfAFactFoundTwice_AddsItOnce()
    {
        IReadOnlyList<MemoryDecision> decisions = await DecideAsync([Said("I like tea"), Said("i like tea!")], "I like rain");
        decisions[0].Should().BeOfType<MemoryDecision.Add>();
        decisions[1].Should().BeOfType<MemoryDecision.None>().Which.Candidate.Should().BeNull();
    }

    [Fact]
    public async Task ArbitrateAsync_OfTwoCorrectionsOfOneMemory_UpdatesItOnce()
    {
        IReadOnlyList<MemoryDecision> decisions = await DecideAsync([Corrected("My boat is red"), Corrected("My boat is green")], "My boat is blue");
        decisions[0].Should().BeOfType<MemoryDecision.Update>();
        decisions[1].Should().BeOfType<MemoryDecision.Add>();
    }

    [Fact]
    public async Task ArbitrateAsync_OfAKnownStatementCorrectedLater_UpdatesTheMemory()
    {
        IReadOnlyList<MemoryDecision> decisions = await DecideAsync([Said("I live in Paris"), Corrected("I live in Berlin")], "I live in Paris");
        decisions[0].Should().BeOfType<MemoryDecision.None>().Which.Candidate.Should().BeNull();
        decisions[1].Should().BeOfType<MemoryDecision.Update>().Which.Candidate.Should().Be(0);
    }

    [Fact]
    public async Task ArbitrateAsync_OfManyFacts_DecidesEachOnceAndEachMemoryAtMostOnce()
    {
        ExtractedFact[] facts =
        [
            Said("I like tea"), Corrected("I live in Berlin", "Paris"), TakenBack("I live in Paris"), Said("I live in Paris"), Corrected("I live in Rome", "Paris"), Said("I like tea"),
        ];
        IReadOnlyList<MemoryDecision> decisions = await DecideAsync(facts, "I live in Paris", "I like tea");

        decisions.Select(decision => decision.Fact).Should().Equal(0, 1, 2, 3, 4, 5);
        decisions.Select(Candidate).Where(candidate => candidate is not null).Should().OnlyHaveUniqueItems();
        decisions.Where(decision => decision is not MemoryDecision.Add).Should().OnlyContain(decision => decision.Reason != null);
    }

    [Fact]
    public async Task ArbitrateAsync_OfTextThatIsLongOrBroken_Ends()
    {
        string run = string.Concat(Enumerable.Repeat("a ", 50_000));
        (await DecideAsync(Corrected(run + "b", run), run + "c")).Should().ContainSingle();
        (await DecideAsync(TakenBack("\uD800"), "\uDC00", "x")).Should().ContainSingle();
    }

    [Fact]
    public async Task ArbitrateAsync_WhenCancelled_Throws()
    {
        ArbitrationRequest request = new() { Facts = [Said("I like tea")], Candidates = [], Nearest = [[]], ReferenceTime = DateTimeOffset.UnixEpoch };
        Func<Task> act = () => new RuleMemoryArbiter().ArbitrateAsync(request, new CancellationToken(canceled: true));
        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    private static int? Candidate(MemoryDecision decision) => decision switch
    {
        MemoryDecision.Update update => update.Candidate,
        MemoryDecision.Delete delete => delete.Candidate,
        MemoryDecision.None none => none.Candidate,
        _ => null,
    };
}
