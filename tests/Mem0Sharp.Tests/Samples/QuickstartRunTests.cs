namespace Mem0Sharp.Tests.Samples;

public sealed class QuickstartRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_TheFirstTime_ShowsEveryKindOfDecisionTheAnswerTheChangeAndTheHistory()
    {
        QuickstartRun run = await QuickstartRun.StartAsync("--db", _folder.Path("q.db"));

        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        run.Lines[0].Should().Contain("rules, no model").And.Contain(LexicalEmbeddingGenerator.ModelId).And.Contain("q.db");
        run.Lines.Should().Contain("ADD         I live in Porto");
        run.Lines.Should().Contain(line => line.StartsWith("UPDATE      I live in Porto → I live in Lisbon", StringComparison.Ordinal));
        run.Lines.Should().Contain(line => line.StartsWith("DELETE      My sister is getting married in June", StringComparison.Ordinal));
        run.Lines.Should().Contain(line => line.StartsWith("NONE        I'm vegetarian", StringComparison.Ordinal));
        int ask = Array.IndexOf(run.Lines, "Ask  Where do I live?");
        run.Lines[ask + 1].Should().MatchRegex("^0\\.[3-9]\\d +I live in Lisbon");
        run.Lines.Should().Contain("metadata    {} → {\"confirmed\":true,\"by\":\"quickstart\"}");
        run.Lines.Should().Contain("version     2 → 3");
        run.Lines.Should().Contain("v1 ADD      I live in Porto");
        run.Lines.Should().Contain(line => line.StartsWith("v3 UPDATE   I live in Lisbon", StringComparison.Ordinal));
        run.Output.Should().Contain("8 memories  of Nora").And.NotContain("\u001b", "the output is no terminal");
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
        run.Error.Should().Contain(LexicalEmbeddingGenerator.ModelId).And.Contain("other-embedder").And.Contain("ReembedAsync");
    }
}
