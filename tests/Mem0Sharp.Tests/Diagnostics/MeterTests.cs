using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Diagnostics;

public sealed class MeterTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_OfEveryKind_AreCountedByEvent()
    {
        using TelemetryRecorder recorder = new();
        using ScriptedChatClient chat = new ScriptedChatClient()
            .Reply("""{"facts":[{"text":"Likes green tea","messages":[0]}]}""")
            .Reply("""{"facts":[{"text":"Likes green tea","messages":[0]}]}""")
            .Reply("""{"decisions":[{"fact":0,"event":"NONE","candidate":0}]}""");
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseChatClient(chat).Build();

        string id = (await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token)).Items.Single().Id;
        await memory.AddAsync("Green tea, please.", MemoryScope.ForUser("alice", runId: "r2"), cancellationToken: Token);
        await memory.UpdateAsync(id, "Likes black tea", cancellationToken: Token);
        await memory.UpdateAsync(id, "Likes black tea", cancellationToken: Token);
        await memory.UpdateAsync(id, new MemoryPatch { Tags = TagsPatch.Add("drink") }, cancellationToken: Token);
        await memory.DeleteAsync(id, cancellationToken: Token);
        await memory.RestoreAsync(id, 4, cancellationToken: Token);

        recorder.Sums("mem0.changes", "mem0.event").Should().BeEquivalentTo(new Dictionary<object, double>
        {
            ["RESTORE"] = 1,
            ["ADD"] = 1,
            ["LINK"] = 1,
            ["UPDATE"] = 2,
            ["DELETE"] = 1,
        });
    }

    [Fact]
    public async Task Changes_OfABatchThatPartlyFails_CountWhatHappened()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        string id = (await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single().Id;

        await memory.BatchUpdateAsync([new(id, "Likes mint tea"), new("unknown", "x")], cancellationToken: Token);

        recorder.Sums("mem0.changes", "mem0.event").Should().BeEquivalentTo(new Dictionary<object, double> { ["ADD"] = 1, ["UPDATE"] = 1 });
        recorder.Of("mem0.errors").Should().BeEmpty("the operation itself did not fail");
    }

    [Fact]
    public async Task CommitWrites_OfAnAddAndABatch_SayHowManySharedATransaction()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        string id = (await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single().Id;
        string other = (await memory.AddAsync("Likes rice", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single().Id;

        await memory.BatchUpdateAsync([new(id, "Likes mint tea"), new(other, "Likes brown rice")], cancellationToken: Token);

        recorder.Of("mem0.commit.writes").Select(measured => measured.Value).Should().Equal(1, 1, 2);
    }

    [Fact]
    public async Task Cache_OfAQuestionAskedTwice_MissesThenHits()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        await memory.AddAsync("Likes green tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token);

        recorder.Clear();
        await memory.SearchAsync("what tea?", Alice, cancellationToken: Token);
        recorder.Sums("mem0.embedding.cache.lookups", "mem0.hit").Should().Equal(new Dictionary<object, double> { [false] = 1 });
        recorder.Of("mem0.embedding.texts").Sum(measured => measured.Value).Should().Be(1);

        recorder.Clear();
        await memory.SearchAsync("what tea?", Alice, cancellationToken: Token);
        recorder.Sums("mem0.embedding.cache.lookups", "mem0.hit").Should().Equal(new Dictionary<object, double> { [true] = 1 });
        recorder.Of("mem0.embedding.texts").Should().BeEmpty();
    }

    [Fact]
    public async Task CacheBytes_AfterAnAdd_IsTheSizeOfVectorAndText()
    {
        using TelemetryRecorder recorder = new();
        using DeterministicEmbeddingGenerator embeddings = new(dimensions: 64);
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseEmbeddings(embeddings).Build();
        recorder.Gauge("mem0.embedding.cache.bytes").Should().Be(0);

        await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token);

        recorder.Gauge("mem0.embedding.cache.bytes").Should().Be((64 * sizeof(float)) + ("Likes tea".Length * sizeof(char)));
    }

    [Fact]
    public async Task CacheBytes_AfterAReset_IsZero()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token);

        await memory.ResetAsync(Token);

        recorder.Gauge("mem0.embedding.cache.bytes").Should().Be(0);
    }

    [Fact]
    public async Task Tokens_OfAModelThatReportsThem_AreCountedByStageAndType()
    {
        using TelemetryRecorder recorder = new();
        using ScriptedChatClient chat = new ScriptedChatClient()
            .ReportUsage(100, 10).Reply("""{"facts":[{"text":"Likes green tea","messages":[0]}]}""")
            .ReportUsage(200, 20).Reply("""{"decisions":[{"fact":0,"event":"ADD"}]}""");
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseChatClient(chat).Build();
        await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token);
        recorder.Of("mem0.model.tokens").Should().BeEmpty("no model was asked yet");

        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);

        recorder.Of("mem0.model.tokens").Select(m => (m.Tags["mem0.stage"], m.Tags["gen_ai.token.type"], m.Value)).Should().BeEquivalentTo(
            new (object?, object?, double)[]
            {
                ("extract", "input", 100), ("extract", "output", 10), ("arbitrate", "input", 200), ("arbitrate", "output", 20),
            });
    }

    [Fact]
    public async Task Tokens_OfOneCallForBothStages_AreCountedAsReconcile()
    {
        using TelemetryRecorder recorder = new();
        using ScriptedChatClient chat = new ScriptedChatClient().ReportUsage(300, 30).Reply("""{"facts":[]}""");
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseChatClient(chat).Configure(options => options.SingleModelCall = true).Build();
        await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token);

        await memory.AddAsync("I like green tea.", Alice, cancellationToken: Token);

        recorder.Of("mem0.model.tokens").Select(m => (m.Tags["mem0.stage"], m.Tags["gen_ai.token.type"], m.Value)).Should().BeEquivalentTo(
            new (object?, object?, double)[] { ("reconcile", "input", 300), ("reconcile", "output", 30) });
    }

    [Fact]
    public async Task Instruments_OfTheMeter_HaveAUnitADescriptionAndTheDocumentedName()
    {
        using TelemetryRecorder recorder = new();
        using ScriptedChatClient chat = new ScriptedChatClient().ReportUsage(1, 1).Reply("""{"facts":["Likes tea"]}""");
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseChatClient(chat).Build();
        await memory.AddAsync("I like tea.", Alice, cancellationToken: Token);
        await Assert.ThrowsAsync<MemoryNotFoundException>(() => memory.DeleteAsync("unknown", cancellationToken: Token));
        recorder.Gauge("mem0.embedding.cache.bytes");

        string page = await File.ReadAllTextAsync(Path.Combine(Conventions.RepositoryLayout.Root, "docs", "hosting.md"), Token);
        System.Diagnostics.Metrics.Instrument[] instruments = [.. recorder.Measurements.Select(m => m.Instrument).Distinct()];

        instruments.Should().HaveCount(8);
        instruments.Should().OnlyContain(instrument => instrument.Unit != null && instrument.Description != null);
        instruments.Should().OnlyContain(instrument => page.Contains($"`{instrument.Name}`", StringComparison.Ordinal));
    }
}
