using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Tests.Samples;

public sealed class QuickstartRunTests : IDisposable
{
    private const string TourQuestion = "Which city is my home?";
    private const string FoundByMeaning = "–           found by meaning: no word of the question is in the best answer";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_TheFirstTime_ShowsEveryKindOfDecisionTheAnswerTheChangeAndTheHistory()
    {
        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));

        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        run.Lines[0].Should().Contain("rules, no model").And.Contain(LocalEmbeddingGenerator.ModelId).And.Contain("q.db");
        run.Lines.Should().Contain("ADD         I live in Porto");
        run.Lines.Should().Contain(line => line.StartsWith("UPDATE      I live in Porto → I live in Lisbon", StringComparison.Ordinal));
        run.Lines.Should().Contain(line => line.StartsWith("DELETE      My sister is getting married in June", StringComparison.Ordinal));
        run.Lines.Should().Contain(line => line.StartsWith("NONE        I'm vegetarian", StringComparison.Ordinal));
        int ask = Array.IndexOf(run.Lines, $"Ask  {TourQuestion}");
        run.Lines[ask + 1].Should().MatchRegex(@"^0\.1\d +I live in Lisbon now  \(words 0\.00, meaning 0\.[3-9]\d\)$");
        run.Lines.Should().Contain("metadata    {} → {\"confirmed\":true,\"by\":\"quickstart\"}");
        run.Lines.Should().Contain("version     2 → 3");
        run.Lines.Should().Contain("v1 ADD      I live in Porto");
        run.Lines.Should().Contain(line => line.StartsWith("v3 UPDATE   I live in Lisbon", StringComparison.Ordinal));
        run.Output.Should().Contain("8 memories  of Nora").And.NotContain("\u001b", "the output is no terminal");
    }

    [Fact]
    public async Task Run_TheFirstTime_FindsAnAnswerThatSharesNoWordWithTheQuestionAndSaysSo()
    {
        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));

        int ask = Array.IndexOf(run.Lines, $"Ask  {TourQuestion}");
        string answer = run.Lines[ask + 1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1];
        answer.Should().Be("I live in Lisbon now");
        answer.Split(' ').Should().NotIntersectWith(TourQuestion.TrimEnd('?').Split(' '));
        run.Lines.Should().Contain(FoundByMeaning);
    }

    [Fact]
    public async Task Run_WithAQuestionInTheWordsOfItsAnswer_DoesNotSayThatTheyShareNone()
    {
        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("q.db"), "--question", "Where do I live?");

        run.Lines[Array.IndexOf(run.Lines, "Ask  Where do I live?") + 1].Should().MatchRegex(@"^0\.[2-9]\d +I live in Lisbon now  \(words 0\.[1-9]\d, meaning 0\.[3-9]\d\)$");
        run.Lines.Should().NotContain(FoundByMeaning);
    }

    [Fact]
    public async Task Search_WithTheQuestionOfTheTourAndTheLexicalEmbedder_FindsSomethingElseFirst()
    {
        await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));
        await using Memory memory = new MemoryBuilder().UseSqlite(_folder.Path("q.db")).UseEmbeddings(new LocalEmbeddingGenerator()).Build();
        await using Memory lexical = new MemoryBuilder().UseEmbeddings(new LexicalEmbeddingGenerator()).Build();
        MemoryScope nora = MemoryScope.ForUser("Nora");
        await foreach (MemoryItem item in memory.GetAllAsync(nora, cancellationToken: Token))
        {
            await lexical.AddAsync(item.Text, nora, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        (await memory.SearchAsync(TourQuestion, nora, cancellationToken: Token))[0].Item.Text.Should().StartWith("I live in Lisbon");
        (await lexical.SearchAsync(TourQuestion, nora, cancellationToken: Token))[0].Item.Text.Should().NotStartWith("I live in Lisbon");
    }

    [Fact]
    public async Task Run_TheSecondTime_StillKnowsWithoutEmbeddingAndAddsNothing()
    {
        await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));

        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));

        run.ExitCode.Should().Be(0, run.Error);
        run.Lines.Should().Contain("Still known  8 memories from the file, 0 embedding calls");
        run.Lines.Count(line => line.StartsWith("NONE ", StringComparison.Ordinal)).Should().Be(8);
        run.Lines.Should().NotContain(line => line.StartsWith("ADD ", StringComparison.Ordinal));
        run.Output.Should().Contain("8 memories  of Nora");
    }

    [Fact]
    public async Task Run_AfterTheConversationWentOn_RemembersOnlyWhatIsNew()
    {
        string talk = _folder.Write("talk.json", """[{"role":"user","content":"I live in Porto."},{"role":"assistant","content":"Nice."}]""");
        await QuickstartRun.StartAsync(talk, "--db", _folder.Path("q.db"));
        _folder.Write("talk.json", """
            [{"role":"user","content":"I live in Porto."},{"role":"assistant","content":"Nice."},{"role":"user","content":"I have two cats."}]
            """);

        QuickstartRun run = await QuickstartRun.StartAsync(talk, "--db", _folder.Path("q.db"));

        run.Lines.Where(line => line.StartsWith("ADD ", StringComparison.Ordinal)).Should().Equal("ADD         I have two cats");
        run.Output.Should().Contain("2 memories  of user");
    }

    [Fact]
    public async Task Run_WithFresh_StartsOver()
    {
        await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));

        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("q.db"), "--fresh");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().NotContain("Still known").And.Contain("ADD         I live in Porto");
    }

    [Fact]
    public async Task Run_WithFreshOnSomebodyElsesFile_LeavesItAlone()
    {
        string path = _folder.Write("letter.txt", "Dear Ada, this is longer than a header of SQLite, which takes one hundred bytes and no more than that.");

        QuickstartRun run = await QuickstartRun.StartAsync("--db", path, "--fresh");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("is not a memory file");
        File.ReadAllText(path).Should().StartWith("Dear Ada");
    }

    [Fact]
    public async Task Run_WithAConversationThatCannotBeRead_SaysSoInOneLineAndMakesNoFile()
    {
        QuickstartRun missing = await QuickstartRun.StartAsync(_folder.Path("none.json"), "--db", _folder.Path("q.db"));
        QuickstartRun broken = await QuickstartRun.StartAsync(_folder.Write("broken.json", "[{]"), "--db", _folder.Path("q.db"));

        missing.ExitCode.Should().Be(2);
        missing.Error.Trim().Should().StartWith("There is no file").And.NotContain("\n");
        broken.ExitCode.Should().Be(2);
        broken.Error.Trim().Should().StartWith("broken.json is not JSON").And.NotContain("\n");
        File.Exists(_folder.Path("q.db")).Should().BeFalse();
    }

    [Fact]
    public async Task Run_WithAMemoryFileInNoFolder_SaysWhatToDo()
    {
        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("none/q.db"));

        run.ExitCode.Should().Be(1);
        run.Error.Should().NotBeEmpty().And.NotContain("   at ", "a stack trace helps nobody here");
    }

    [Fact]
    public async Task Run_OnAFileOfAnotherEmbedder_IsRefusedWithBothNames()
    {
        await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["OPENAI_API_KEY"] = "none",
            ["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1",
            ["OPENAI_EMBEDDING_MODEL"] = "other-embedder",
        };

        QuickstartRun run = await QuickstartRun.StartAsync(environment, "--db", _folder.Path("q.db"));

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain(LocalEmbeddingGenerator.ModelId).And.Contain("other-embedder").And.Contain("ReembedAsync");
    }

    [Fact]
    public async Task Run_OnAFileOfTheLexicalEmbedder_IsRefusedUntilItStartsOver()
    {
        string file = _folder.Path("q.db");
        await using (Memory earlier = new MemoryBuilder().UseSqlite(file).UseEmbeddings(new LexicalEmbeddingGenerator()).Build())
        {
            await earlier.AddAsync("I live in Porto.", MemoryScope.ForUser("Nora"), cancellationToken: Token);
        }

        QuickstartRun refused = await QuickstartRun.StartAsync("--db", file);
        QuickstartRun fresh = await QuickstartRun.StartAsync("--db", file, "--fresh");

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain(LexicalEmbeddingGenerator.ModelId).And.Contain(LocalEmbeddingGenerator.ModelId).And.Contain("--fresh");
        fresh.ExitCode.Should().Be(0, fresh.Error);
    }
}
