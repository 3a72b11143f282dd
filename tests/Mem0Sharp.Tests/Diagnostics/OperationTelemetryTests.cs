using System.Diagnostics;
using System.Reflection;

namespace Mem0Sharp.Tests.Diagnostics;

public sealed class OperationTelemetryTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    /// <summary>Every public call, with the operation that it is reported as; the id is that of a memory that exists.</summary>
    private static readonly (string Method, string Operation, Func<Memory, string, CancellationToken, Task> Call)[] Calls =
    [
        ("OpenAsync", "create_memory_store", (memory, _, token) => memory.OpenAsync(token)),
        ("AddAsync", "upsert_memory", (memory, _, token) => memory.AddAsync("Owns a bicycle", Alice, cancellationToken: token)),
        ("AddAsync", "create_memory", (memory, _, token) => memory.AddAsync("Owns a boat", Alice, new() { Mode = MemoryAddMode.Verbatim }, token)),
        ("SearchAsync", "search_memory", (memory, _, token) => memory.SearchAsync("tea", Alice, cancellationToken: token)),
        ("SearchManyAsync", "search_memory", (memory, _, token) => memory.SearchManyAsync(["tea"], Alice, cancellationToken: token)),
        ("GetContextAsync", "search_memory", (memory, _, token) => memory.GetContextAsync("tea", Alice, cancellationToken: token)),
        ("GetAsync", "mem0.get_memory", (memory, id, token) => memory.GetAsync(id, token)),
        ("GetAsync", "mem0.get_memory", (memory, id, token) => memory.GetAsync([id], token)),
        ("GetRelatedAsync", "mem0.get_related", (memory, id, token) => memory.GetRelatedAsync(id, cancellationToken: token)),
        ("GetAllAsync", "mem0.list_memories", async (memory, _, token) => await memory.GetAllAsync(Alice).CountAsync(token)),
        ("CountAsync", "mem0.count_memories", (memory, _, token) => memory.CountAsync(Alice, cancellationToken: token)),
        ("AddManyAsync", "mem0.add_many", (memory, _, token) => memory.AddManyAsync([], cancellationToken: token)),
        ("UpdateAsync", "update_memory", (memory, id, token) => memory.UpdateAsync(id, "Likes black tea", cancellationToken: token)),
        ("UpdateAsync", "update_memory", (memory, id, token) => memory.UpdateAsync(id, _ => MemoryPatch.ForText("Likes white tea"), cancellationToken: token)),
        ("BatchUpdateAsync", "update_memory", (memory, id, token) => memory.BatchUpdateAsync([new(id, "Likes mint tea")], cancellationToken: token)),
        ("RestoreAsync", "update_memory", (memory, id, token) => memory.RestoreAsync(id, 1, cancellationToken: token)),
        ("RollBackAsync", "update_memory", (memory, _, token) => memory.RollBackAsync(new() { Scope = Alice, KnownAt = DateTimeOffset.MinValue }, token)),
        ("GetReviewsAsync", "mem0.list_memories", async (memory, _, token) => await memory.GetReviewsAsync(Alice).CountAsync(token)),
        ("SettleReviewAsync", "update_memory", (memory, id, token) => memory.SettleReviewAsync(id, ReviewDecision.UseBoth, cancellationToken: token)),
        ("FeedbackAsync", "update_memory", (memory, id, token) => memory.FeedbackAsync(id, MemoryFeedback.Negative, cancellationToken: token)),
        ("EraseAsync", "mem0.erase_memory", (memory, id, token) => memory.EraseAsync(id, token)),
        ("EraseAsync", "mem0.erase_memory", (memory, _, token) => memory.EraseAsync(Alice, token)),
        ("EraseActorAsync", "mem0.erase_memory", (memory, _, token) => memory.EraseActorAsync("mira", token)),
        ("VerifyAsync", "mem0.check_store", (memory, _, token) => memory.VerifyAsync(new EraseReceipt([], DateTimeOffset.UnixEpoch), token)),
        ("CheckAsync", "mem0.check_store", (memory, _, token) => memory.CheckAsync(token)),
        ("BackupAsync", "mem0.back_up_store", (memory, _, token) => memory.BackupAsync("copy.db", token)),
        ("ExportAsync", "mem0.export_memories", (memory, _, token) => memory.ExportAsync(Stream.Null, cancellationToken: token)),
        ("CheckHealthAsync", "mem0.check_health", (memory, _, token) => memory.CheckHealthAsync(token)),
        ("DiagnoseAsync", "mem0.diagnose_memory", (memory, id, token) => memory.DiagnoseAsync(id, token)),
        ("LiftRejectionAsync", "mem0.lift_rejection", (memory, _, token) => memory.LiftRejectionAsync(Alice, "Likes tea", token)),
        ("GetAsync", "mem0.get_memory", (memory, id, token) => memory.GetAsync(id, MemoryAsOf.Known(DateTimeOffset.MaxValue), token)),
        ("DeleteAsync", "delete_memory", (memory, id, token) => memory.DeleteAsync(id, cancellationToken: token)),
        ("BatchDeleteAsync", "delete_memory", (memory, id, token) => memory.BatchDeleteAsync([id], cancellationToken: token)),
        ("DeleteAllAsync", "delete_memory", (memory, _, token) => memory.DeleteAllAsync(Alice, cancellationToken: token)),
        ("DeleteAllAsync", "delete_memory", (memory, _, token) => memory.DeleteAllAsync(Alice, MemoryField.Tags.Missing(), cancellationToken: token)),
        ("ImportAsync", "mem0.import_memories", (memory, _, token) => memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream("[]"u8.ToArray())), cancellationToken: token)),
        ("HistoryAsync", "mem0.read_history", async (memory, id, token) => await memory.HistoryAsync(id).CountAsync(token)),
        ("HistoryAsync", "mem0.read_history", async (memory, id, token) => await memory.HistoryAsync([id]).CountAsync(token)),
        ("HistoryAsync", "mem0.read_history", async (memory, id, token) => await memory.HistoryAsync(new HistoryFilter()).CountAsync(token)),
        ("WatchAsync", "mem0.read_history", async (memory, id, token) => await memory.WatchAsync(cancellationToken: token).FirstAsync(token)),
        ("ProcessQueueAsync", "mem0.process_queue", (memory, _, token) => memory.ProcessQueueAsync(cancellationToken: token)),
        ("EmbedMissingAsync", "mem0.embed_missing", (memory, _, token) => memory.EmbedMissingAsync(token)),
        ("ReembedAsync", "mem0.reembed", (memory, _, token) => memory.ReembedAsync(cancellationToken: token)),
        ("RebuildAsync", "mem0.rebuild_store", (memory, _, token) => memory.RebuildAsync(cancellationToken: token)),
        ("MeasureCosinesAsync", "mem0.measure_cosines", (memory, _, token) => memory.MeasureCosinesAsync(Alice, token)),
        ("GetQueueAsync", "mem0.read_queue", async (memory, _, token) => await memory.GetQueueAsync(token).CountAsync(token)),
        ("GetQueuedAsync", "mem0.get_queued", (memory, id, token) => memory.GetQueuedAsync(id, token)),
        ("GetOwnersAsync", "mem0.list_owners", (memory, _, token) => memory.GetOwnersAsync(token)),
        ("DiscardQueuedAsync", "mem0.discard_queued", (memory, id, token) => memory.DiscardQueuedAsync(id, token)),
        ("GetLastSequenceAsync", "mem0.get_last_sequence", (memory, _, token) => memory.GetLastSequenceAsync(token)),
        ("ResetAsync", "delete_memory_store", (memory, _, token) => memory.ResetAsync(token)),
    ];

    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            for (int i = 0; i < Calls.Length; i++)
            {
                cases.Add(i, $"{Calls[i].Method}: {Calls[i].Operation}");
            }

            return cases;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Memory_EveryAsyncMethod_IsAmongThoseTested()
    {
        IEnumerable<string> methods = typeof(Memory)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .Where(name => name.EndsWith("Async", StringComparison.Ordinal) && name is not nameof(Memory.DisposeAsync));

        methods.Distinct(StringComparer.Ordinal).Should().BeSubsetOf(Calls.Select(call => call.Method));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_ThatSucceeds_IsASpanAndADurationWithoutError(int index, string name)
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseHistory(new FailingHistory()).Build();
        string id = await AddAsync(memory);
        recorder.Clear();

        await Calls[index].Call(memory, id, Token);

        Activity span = recorder.Spans.Should().ContainSingle().Which;
        span.OperationName.Should().Be(Calls[index].Operation, name);
        span.GetTagItem("gen_ai.operation.name").Should().Be(Calls[index].Operation);
        span.GetTagItem("error.type").Should().BeNull();
        span.Status.Should().Be(ActivityStatusCode.Unset);
        Measured duration = recorder.Of("gen_ai.client.operation.duration").Should().ContainSingle().Which;
        duration.Value.Should().BeGreaterThanOrEqualTo(0);
        duration.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["gen_ai.operation.name"] = Calls[index].Operation,
        });
        recorder.Of("mem0.errors").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_ThatFails_IsASpanADurationAndACountWithTheErrorCode(int index, string name)
    {
        using TelemetryRecorder recorder = new();
        FailingHistory history = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseHistory(history).Build();
        string id = await AddAsync(memory);
        recorder.Clear();
        history.Failure = new MemoryStoreException("The disk is gone.");

        Func<Task> call = () => Calls[index].Call(memory, id, Token);
        if (Calls[index].Method is "CheckHealthAsync" or "DiagnoseAsync")
        {
            await call.Should().NotThrowAsync("what fails is what they find");
            return;
        }

        await call.Should().ThrowAsync<MemoryStoreException>(name);
        Activity span = recorder.Spans.Should().ContainSingle().Which;
        span.GetTagItem("gen_ai.operation.name").Should().Be(Calls[index].Operation);
        span.GetTagItem("error.type").Should().Be("store_failed");
        span.Status.Should().Be(ActivityStatusCode.Error);
        recorder.Of("gen_ai.client.operation.duration").Should().ContainSingle().Which.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["gen_ai.operation.name"] = Calls[index].Operation,
            ["error.type"] = "store_failed",
        });
        recorder.Sums("mem0.errors", "mem0.error.code").Should().Equal(new Dictionary<object, double> { ["store_failed"] = 1 });
    }

    [Fact]
    public async Task HistoryAsync_WhenTheRowsCannotBeRead_CountsTheError()
    {
        using TelemetryRecorder recorder = new();
        FailingHistory history = new() { OnlyRows = true };
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).UseHistory(history).Build();
        string id = await AddAsync(memory);
        history.Failure = new MemoryStoreException("The rows are gone.");

        Func<Task> read = async () => await memory.HistoryAsync(id).CountAsync(Token);

        await read.Should().ThrowAsync<MemoryStoreException>();
        recorder.Sums("mem0.errors", "mem0.error.code").Should().Equal(new Dictionary<object, double> { ["store_failed"] = 1 });
    }

    [Fact]
    public async Task UpdateAsync_OfDifferentFailures_CountsEachByItsCode()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        string id = await AddAsync(memory);
        string fixedId = (await memory.AddAsync("Born in May", Alice, new() { Mode = MemoryAddMode.Verbatim, IsImmutable = true }, Token)).Items.Single().Id;

        Func<Task>[] failures =
        [
            () => memory.UpdateAsync("unknown", "x", cancellationToken: Token),
            () => memory.DeleteAsync("unknown", cancellationToken: Token),
            () => memory.UpdateAsync(id, "x", new() { ExpectedVersion = 7 }, Token),
            () => memory.UpdateAsync(fixedId, "x", cancellationToken: Token),
        ];
        foreach (Func<Task> failure in failures)
        {
            await failure.Should().ThrowAsync<MemoryException>();
        }

        recorder.Sums("mem0.errors", "mem0.error.code").Should().BeEquivalentTo(new Dictionary<object, double>
        {
            ["memory_not_found"] = 2,
            ["version_conflict"] = 1,
            ["memory_immutable"] = 1,
        });
    }

    [Fact]
    public async Task UpdateAsync_OfOneMemory_NamesItOnTheSpan()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        string id = await AddAsync(memory);

        await memory.UpdateAsync(id, "Likes black tea", cancellationToken: Token);

        recorder.Spans[^1].GetTagItem("gen_ai.memory.record.id").Should().Be(id);
        recorder.Spans[^1].GetTagItem("gen_ai.memory.record.count").Should().Be(1);
    }

    [Fact]
    public async Task SearchAsync_ThatFindsMemories_CountsThemOnTheSpan()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().UseMeterFactory(recorder).Build();
        await AddAsync(memory);
        await memory.AddAsync("Drinks tea at five", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token);

        await memory.SearchAsync("tea", Alice, new MemorySearchOptions { Top = 2 }, Token);

        recorder.Spans[^1].GetTagItem("gen_ai.memory.record.count").Should().Be(2);
    }

    [Fact]
    public async Task Build_WithoutAMeterFactory_StillGivesSpans()
    {
        using TelemetryRecorder recorder = new();
        await using Memory memory = new MemoryBuilder().Build();

        await memory.OpenAsync(Token);

        recorder.Spans.Should().ContainSingle("spans need no factory");
        recorder.Measurements.Should().BeEmpty("its meter is not this recorder's");
    }

    /// <summary>Adds a memory that is in review, so that every call can be made on it.</summary>
    private static async Task<string> AddAsync(Memory memory)
    {
        string id = (await memory.AddAsync("Likes tea", Alice, new() { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single().Id;
        await memory.UpdateAsync(id, "Likes coffee", cancellationToken: Token);
        MemoryUpdateOptions late = new() { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth };
        return (await memory.UpdateAsync(id, "Likes green tea", late, Token)).Item.Id;
    }
}
