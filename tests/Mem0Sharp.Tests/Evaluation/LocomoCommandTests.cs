namespace Mem0Sharp.Tests.Evaluation;

public sealed class LocomoCommandTests
{
    [Fact]
    public async Task RunAsync_OverTwoTinyConversations_EndsWithTheRecallThatCanBeCountedByHand()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json));

        code.Should().Be(0);
        fixture.Error.ToString().Should().BeEmpty();

        // Four questions: three answered by the first result, one by the seventh.
        fixture.Lines.TakeLast(4).Should().Equal(
            "locomo.facts.r5 0.7500", "locomo.facts.r10 1.0000", "locomo.facts.mrr 0.7857", string.Empty);
        fixture.Lines.Should().ContainInOrder(
            "1 multi-hop             1  100.0  100.0  100.0       100.0        100.0",
            "2 temporal              1    0.0  100.0   14.3         0.0        100.0",
            "4 single-hop            2  100.0  100.0  100.0       100.0        100.0",
            "all                     4   75.0  100.0   78.6        75.0        100.0");
    }

    [Fact]
    public async Task RunAsync_OverTwoTinyConversations_AccountsForEveryFactQuestionAndCall()
    {
        using EvaluationFixture fixture = new();

        await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json));

        fixture.Lines.Should().ContainInOrder(
            "tiny-1: 2 sessions, 9 facts added, 9 memories",
            "tiny-2: 1 sessions, 6 facts added, 6 memories",
            "2 conversations, 3 sessions, embedder mem0sharp-lexical-1",
            "Facts: 16 in the file, 15 extracted, 15 added, 0 refused; 15 memories",
            "Questions: 7 in the file, 2 without evidence, 1 whose evidence no fact carries, 4 asked",

            // Extraction of three sessions, and arbitration of the only one with something known before it.
            "Calls: 4 of the model (recorded), 7 of the embedder with 19 texts");
    }

    [Fact]
    public async Task RunAsync_WithAPath_KeepsTheMemoriesThereWithTheTurnsTheyCameFrom()
    {
        using EvaluationFixture fixture = new();
        string database = fixture.PathOf("kept.db");

        await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--db", database);

        await using Memory memory = new MemoryBuilder().UseSqlite(database).Build();
        List<MemoryItem> kept = await memory.GetAllAsync(
            MemoryScope.ForUser("tiny-1"), cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        MemoryItem bees = kept.Single(item => item.ActorId is "Theo" && item.Text.Contains("bees", StringComparison.Ordinal));
        bees.Source!.MessageIds.Should().Equal("D1:3", "D1:4");
    }

    [Fact]
    public async Task RunAsync_WithThePathOfAFileThatExists_IsRefusedBeforeItIsOpened()
    {
        using EvaluationFixture fixture = new();
        string database = fixture.Write("kept.db", "not a database");

        int code = await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--db", database);

        code.Should().Be(2);
        fixture.Error.ToString().Should().Contain("exists already");
        (await File.ReadAllTextAsync(database, TestContext.Current.CancellationToken)).Should().Be("not a database");
    }

    [Fact]
    public async Task RunAsync_OnATerminal_DrawsABarThatIsGoneInTheEnd()
    {
        using EvaluationFixture fixture = new(isTerminal: true);

        await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json));

        fixture.Out.ToString().Should().Contain("\r[####################..........] 2/3 sessions added (tiny-1)");
        fixture.Lines[^2].Should().Be("locomo.facts.mrr 0.7857");
    }

    [Fact]
    public async Task RunAsync_ElsewhereThanOnATerminal_DrawsNothing()
    {
        using EvaluationFixture fixture = new();

        await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json));

        fixture.Out.ToString().Should().NotContain("\r").And.NotContain("[#");
    }
}
