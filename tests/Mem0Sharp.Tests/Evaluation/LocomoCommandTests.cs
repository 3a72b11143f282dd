using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class LocomoCommandTests
{
    [Fact]
    public async Task RunAsync_OverTwoTinyConversations_EndsWithTheRecallThatCanBeCountedByHand()
    {
        using EvaluationFixture fixture = new();

        int code = await RunFactsAsync(fixture, "--modes", "vector");

        code.Should().Be(0);
        fixture.Error.ToString().Should().BeEmpty();

        // Four questions: three answered by the first result, one by the seventh.
        fixture.Lines.TakeLast(5).Should().Equal(
            "locomo.facts.lexical.vector.hit1 0.7500",
            "locomo.facts.lexical.vector.r5 0.7500",
            "locomo.facts.lexical.vector.r10 1.0000",
            "locomo.facts.lexical.vector.mrr 0.7857",
            string.Empty);
        fixture.Lines.Should().ContainInOrder(
            "1 multi-hop             1  lexical   vector   100.0 [20.7, 100.0] 100.0 [20.7, 100.0] 100.0 [20.7, 100.0] 100.0 [20.7, 100.0] 100.0 [20.7, 100.0] 100.0 [20.7, 100.0]",
            "2 temporal              1  lexical   vector   0.0 [0.0, 79.3]     0.0 [0.0, 79.3]     100.0 [20.7, 100.0] 14.3 [0.5, 84.7]    0.0 [0.0, 79.3]     100.0 [20.7, 100.0]",
            "4 single-hop            2  lexical   vector   100.0 [34.2, 100.0] 100.0 [34.2, 100.0] 100.0 [34.2, 100.0] 100.0 [34.2, 100.0] 100.0 [34.2, 100.0] 100.0 [34.2, 100.0]",
            "all                     4  lexical   vector   75.0 [30.1, 95.4]   75.0 [30.1, 95.4]   100.0 [51.0, 100.0] 78.6 [32.6, 96.5]   75.0 [30.1, 95.4]   100.0 [51.0, 100.0]");
    }

    [Fact]
    public async Task RunAsync_OverTwoTinyConversations_AccountsForEveryTextQuestionAndCall()
    {
        using EvaluationFixture fixture = new();

        await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--embedders", "lexical");

        // Extraction of three sessions, and arbitration of the only one with something known before it.
        fixture.Lines.Should().ContainInOrder(
            "locomo.facts with lexical (mem0sharp-lexical-1): 15 texts added, 0 not, 15 memories, 4 recorded calls of a model; seconds: 0.0 adding, 0.0 searching",
            "locomo.turns with lexical (mem0sharp-lexical-1): 7 texts added, 0 not, 7 memories, 0 recorded calls of a model; seconds: 0.0 adding, 0.0 searching",
            "locomo.sessions with lexical (mem0sharp-lexical-1): 3 texts added, 0 not, 3 memories, 0 recorded calls of a model; seconds: 0.0 adding, 0.0 searching",
            "locomo.facts: 15 texts in 2 scopes. Questions: 7, 2 without evidence, 1 whose evidence no text carries, 4 asked,",
            "0 of them without a content word in common with any text that carries their evidence",
            "locomo.turns: 7 texts in 2 scopes. Questions: 7, 2 without evidence, 1 whose evidence no text carries, 4 asked,",
            "locomo.sessions: 3 texts in 2 scopes. Questions: 7, 2 without evidence, 1 whose evidence no text carries, 4 asked,");
    }

    [Fact]
    public async Task RunAsync_WithoutOptions_HasEachUnitEmbedderModeAndMetric()
    {
        using EvaluationFixture fixture = new();

        await fixture.RunAsync("locomo", fixture.Write("tiny.json", TinyLocomo.Json));

        Closing(fixture).Should().Equal(
            from unit in new[] { "facts", "turns", "sessions" }
            from embedder in new[] { "lexical", "use-lite" }
            from mode in new[] { "keyword", "vector", "hybrid" }
            from metric in new[] { "hit1", "r5", "r10", "mrr" }
            select $"locomo.{unit}.{embedder}.{mode}.{metric}");
    }

    [Fact]
    public async Task RunAsync_WithTheVectorsOfTurnsAndQuestions_LeavesOutTheUnitsOfWhichTheFileHasNoText()
    {
        using EvaluationFixture fixture = new();
        string vectors = WriteVectors(fixture, Texts("turns"));

        int code = await fixture.RunAsync(
            "locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--vectors", vectors, "--embedders", "given", "--modes", "vector");

        code.Should().Be(0);
        fixture.Lines.Should().ContainInOrder(
            "locomo.facts with given: left out, the file of vectors has none of its 15 texts",
            "locomo.sessions with given: left out, the file of vectors has none of its 3 texts");
        Closing(fixture).Should().Equal(
            "locomo.turns.given.vector.hit1", "locomo.turns.given.vector.r5", "locomo.turns.given.vector.r10", "locomo.turns.given.vector.mrr");
    }

    [Fact]
    public async Task RunAsync_WithVectorsThatLackSomeTexts_SaysHowManyBeforeAnythingIsRunAndIs1()
    {
        using EvaluationFixture fixture = new();
        string vectors = WriteVectors(fixture, Texts("turns").Where(text => !text.Contains("bees", StringComparison.Ordinal)));

        int code = await fixture.RunAsync(
            "locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--vectors", vectors, "--units", "turns");

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("locomo.turns: the file of vectors lacks 1 of 7 texts and 1 of 4 questions.");
        fixture.Out.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_WithTheVectorsOfOtherTexts_HasNothingToRunAndIs1()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync(
            "locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--vectors", WriteVectors(fixture, ["other"]), "--embedders", "given");

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("none for the texts of any unit");
    }

    [Fact]
    public async Task RunAsync_WithAPath_KeepsTheMemoriesThereWithTheTurnsTheyCameFrom()
    {
        using EvaluationFixture fixture = new();
        string database = fixture.PathOf("kept.db");

        await RunFactsAsync(fixture, "--db", database);

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

        int code = await RunFactsAsync(fixture, "--db", database);

        code.Should().Be(2);
        fixture.Error.ToString().Should().Contain("exists already");
        (await File.ReadAllTextAsync(database, TestContext.Current.CancellationToken)).Should().Be("not a database");
    }

    [Fact]
    public async Task RunAsync_OnATerminal_DrawsABarThatIsGoneInTheEnd()
    {
        using EvaluationFixture fixture = new(isTerminal: true);

        await RunFactsAsync(fixture);

        // Of 15 facts and 4 questions, the facts of the first conversation.
        fixture.Out.ToString().Should().Contain("\r[##############................] 9/19 texts added (locomo.facts, lexical)");
        fixture.Lines[^2].Should().Be("locomo.facts.lexical.hybrid.mrr 0.7857");
    }

    [Fact]
    public async Task RunAsync_ElsewhereThanOnATerminal_DrawsNothing()
    {
        using EvaluationFixture fixture = new();

        await RunFactsAsync(fixture);

        fixture.Out.ToString().Should().NotContain("\r").And.NotContain("[#");
    }

    private static Task<int> RunFactsAsync(EvaluationFixture fixture, params string[] more) => fixture.RunAsync(
        ["locomo", fixture.Write("tiny.json", TinyLocomo.Json), "--units", "facts", "--embedders", "lexical", .. more]);

    private static IEnumerable<string> Closing(EvaluationFixture fixture) => fixture.Lines
        .SkipWhile(line => !line.StartsWith("In percent", StringComparison.Ordinal))
        .Where(line => line.StartsWith("locomo.", StringComparison.Ordinal) && !line.Contains(':', StringComparison.Ordinal))
        .Select(line => line.Split(' ')[0]);

    private static IEnumerable<string> Texts(string unit) => LocomoUnits.Of(unit, TinyLocomo.Read()).Scopes.SelectMany(
        scope => scope.Documents.Select(document => document.Text).Concat(scope.Counted.Select(question => question.Text)));

    private static string WriteVectors(EvaluationFixture fixture, IEnumerable<string> texts)
    {
        string path = fixture.PathOf("tiny.emb8");
        File.WriteAllBytes(path, TinyVectors.Of(texts));
        return path;
    }
}
