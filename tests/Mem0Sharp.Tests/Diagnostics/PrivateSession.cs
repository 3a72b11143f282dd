using System.Text;
using System.Text.Json.Nodes;
using Mem0Sharp.Testing;
using Mem0Sharp.Tests.Ask;
using Mem0Sharp.Tests.Entities;
using Mem0Sharp.Tests.Hosting;
using Mem0Sharp.Tests.Search.Rerank;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>
/// Uses a memory in every way, successfully and not, with one secret word in every text, user id, tag and key, and in every
/// message of every service that fails. Keeps all that came of it. Not in memory ids: those are reported.
/// </summary>
internal sealed class PrivateSession : IDisposable
{
    public const string Secret = "Zq7secret";

    private static readonly MemoryScope Scope =
        MemoryScope.ForUser($"user-{Secret}", $"agent-{Secret}", $"run-{Secret}", $"app-{Secret}");

    private readonly DeterministicEmbeddingGenerator _embeddings = new();
    private readonly FailingVectorStore _store = new();
    private readonly FailingHistory _history = new();

    private PrivateSession(LogLevel level) => Log = new CollectingLogger(level);

    public TelemetryRecorder Telemetry { get; } = new();

    public CollectingLogger Log { get; }

    public List<object> Results { get; } = [];

    public List<Exception> Errors { get; } = [];

    public static async Task<PrivateSession> RunAsync(LogLevel level, CancellationToken token)
    {
        PrivateSession session = new(level);
        await session.UseRulesAsync(token);
        await session.UseModelAsync(token);
        await session.UseFailingServicesAsync(token);
        await session.UseRerankersAsync(token);
        EntityStage entities = new(new StubEntityExtractor(_ => []) { Failure = new InvalidOperationException(Secret) }, session.Log);
        await entities.FindAsync(entities.Begin(), [Secret], token);
        await session.UseQueueAsync(token);
        return session;
    }

    public void Dispose()
    {
        _embeddings.Dispose();
        Telemetry.Dispose();
    }

    private async Task UseRulesAsync(CancellationToken token)
    {
        await using Memory memory = Builder().UseEmbeddings(_embeddings).UseHistory(_history).UseVectorStore(_store).Build();
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim, Metadata = new JsonObject { [Secret] = Secret }, Tags = [Secret] };
        MemoryAddResult added = await memory.AddAsync($"{Secret} likes tea", Scope, verbatim, token);
        string id = added.Items.Single().Id;
        string fixedId = (await memory.AddAsync($"{Secret} was born in May", Scope, new() { Mode = MemoryAddMode.Verbatim, IsImmutable = true }, token)).Items.Single().Id;
        ChatMessage message = new(ChatRole.User, $"My name is {Secret}.") { AuthorName = Secret, MessageId = $"m-{Secret}" };
        MemoryPatch patch = new()
        {
            Text = $"{Secret} likes coffee",
            Metadata = new JsonObject { [Secret] = 1 },
            Tags = TagsPatch.Add(Secret, "x"),
            Links = LinksPatch.Set(new MemoryLink(fixedId, 0.5)),
        };
        MemoryUpdateOptions reason = new() { Reason = Secret };
        MemorySearchOptions search = new();
        Results.AddRange([Scope, verbatim, added, patch, reason, search, new MemoryUpdate(id, patch)]);
        await KeepAsync(async () => await memory.AddAsync([message], Scope, cancellationToken: token));
        await KeepAsync(async () => await memory.SearchAsync($"what does {Secret} like?", Scope, search, token));
        MemoryContextOptions context = new() { Search = search };
        Results.Add(context);
        await KeepAsync(async () => await memory.GetContextAsync($"what does {Secret} like?", Scope, context, token));
        await KeepAsync(async () => await memory.GetAsync(id, token));
        await KeepAsync(async () => await memory.GetAsync([id, "unknown"], token));
        await KeepAsync(async () => await memory.GetAllAsync(Scope).ToListAsync(token));
        await KeepAsync(async () => await memory.UpdateAsync(id, patch, reason, token));
        MemoryRelatedOptions related = new() { Filter = MemoryField.Tags.EqualTo(Secret).Not() };
        Results.AddRange([related, patch.Links]);
        await KeepAsync(async () => await memory.GetRelatedAsync(id, related, token));
        await FailAsync(() => memory.UpdateAsync(id, new MemoryPatch { Text = Secret, Links = LinksPatch.Set(new MemoryLink("unknown")) }, cancellationToken: token));
        await KeepAsync(async () => await memory.BatchUpdateAsync([new(id, $"{Secret} likes milk"), new(fixedId, Secret), new("unknown", Secret)], cancellationToken: token));
        MemoryRestoreOptions restore = new() { Reason = Secret, Force = true };
        Results.Add(restore);
        await KeepAsync(async () => await memory.RestoreAsync(id, 1, restore, token));
        await KeepAsync(async () => await memory.HistoryAsync(id).ToListAsync(token));
        MemoryUpdateOptions late = new()
        {
            ExpectedVersion = 1,
            OnConflict = ConflictPolicy.KeepBoth,
            ChangedBy = Secret,
            ChangedByRole = Secret,
            IdempotencyKey = Secret,
        };
        MemoryUpdateResult kept = await memory.UpdateAsync(id, $"{Secret} likes cocoa", late, token);
        await KeepAsync(async () => await memory.UpdateAsync(id, $"{Secret} likes cocoa", late, token));
        await KeepAsync(async () => await memory.GetReviewsAsync(Scope, token).ToListAsync(token));
        await KeepAsync(async () => await memory.GetAsync(id, MemoryAsOf.Held(DateTimeOffset.MaxValue), token));
        await KeepAsync(async () => await memory.SearchAsync(Secret, Scope, new() { AsOf = MemoryAsOf.Known(DateTimeOffset.MaxValue) }, token));
        await KeepAsync(async () => await memory.SettleReviewAsync(kept.Item.Id, ReviewDecision.UseKnown, cancellationToken: token));
        await KeepAsync(async () => await memory.FeedbackAsync(id, MemoryFeedback.Negative, cancellationToken: token));
        MemoryRollback rollback = new() { KnownAt = DateTimeOffset.MaxValue, WrittenBy = Secret };
        Results.Add(rollback);
        await KeepAsync(async () => await memory.RollBackAsync(rollback, token));
        await KeepAsync(async () => await memory.LiftRejectionAsync(Scope, $"{Secret} likes cocoa", token));
        await KeepAsync(async () => await memory.EraseAsync(kept.Item.Id, token));
        await FailAsync(() => memory.UpdateAsync(id, $"{Secret} likes cocoa", late, token));
        MemoryImportOptions import = new() { Scope = Scope };
        byte[] export = Encoding.UTF8.GetBytes($$"""
            [{"id": "new", "memory": "{{Secret}} likes rain", "user_id": "{{Secret}}"}, {"id": "{{fixedId}}", "memory": "{{Secret}}"},
             {"id": "late", "memory": "{{Secret}}", "created_at": "{{Secret}}"}, {"id": "odd", "memory": "{{Secret}}", "metadata": "{{Secret}}"}]
            """);
        Results.AddRange([import, MemoryImportSource.Mem0History(Secret)]);
        await KeepAsync(async () => await memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(export)), import, token));
        await memory.OpenAsync(token);

        await FailAsync(() => memory.ImportAsync(MemoryImportSource.Mem0History(Secret), import, token));
        await FailAsync(() => memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(export[1..^1])), import, token));
        await FailAsync(() => memory.UpdateAsync("unknown", Secret, cancellationToken: token));
        await FailAsync(() => memory.UpdateAsync(id, Secret, new() { ExpectedVersion = 77 }, token));
        await FailAsync(() => memory.RestoreAsync(id, 1, new() { ExpectedVersion = 77 }, token));
        await FailAsync(() => memory.RestoreAsync(id, 77, cancellationToken: token));
        await FailAsync(() => memory.UpdateAsync(fixedId, Secret, cancellationToken: token));
        await FailAsync(() => memory.AddAsync(new string('x', MemoryLimits.TextLength) + Secret, Scope, cancellationToken: token));
        await FailAsync(() => memory.AddAsync($"{Secret} \ud800", Scope, cancellationToken: token));
        await FailAsync(() => memory.AddAsync(Secret, Scope, new() { Tags = [new string('t', MemoryLimits.TagLength) + Secret] }, token));
        await FailAsync(() => memory.AddAsync(Secret, Scope, new() { Mode = MemoryAddMode.Verbatim, Metadata = new JsonObject { [Secret] = double.NaN } }, token));
        await FailAsync(() => memory.SearchAsync($"{Secret} \ud800", Scope, cancellationToken: token));
        await FailAsync(() => memory.BatchDeleteAsync([id, id], cancellationToken: token));
        await FailAsync(() => Task.FromResult(MemoryScope.ForUser($"two words {Secret}")));

        foreach (Exception outage in (Exception[])[new HttpRequestException(Secret), new TimeoutException(Secret), new InvalidOperationException(Secret)])
        {
            _embeddings.FailNext(outage);
            await FailAsync(() => memory.SearchAsync($"{Secret} {outage.GetType().Name}?", Scope, cancellationToken: token));
        }

        _embeddings.Misbehavior = EmbeddingMisbehavior.WrongDimension;
        await FailAsync(() => memory.SearchAsync($"{Secret} bent?", Scope, cancellationToken: token));
        _embeddings.Misbehavior = EmbeddingMisbehavior.None;

        _store.Failure = new InvalidOperationException($"row ({Secret}) refused");
        await FailAsync(() => memory.UpdateAsync(id, $"{Secret} likes water", cancellationToken: token));
        _store.Failure = null;
        _history.Failure = new MemoryStoreException("The disk is gone.", innerException: new IOException($"/home/{Secret}/m.db"));
        await FailAsync(() => memory.UpdateAsync(id, $"{Secret} likes juice", cancellationToken: token));
        _history.Failure = null;

        await KeepAsync(async () => await memory.DeleteAsync(id, cancellationToken: token));
        await KeepAsync(async () => await memory.BatchDeleteAsync([fixedId, "unknown"], cancellationToken: token));
        await KeepAsync(async () => await memory.HistoryAsync(id).ToListAsync(token));
        await memory.DeleteAllAsync(Scope, cancellationToken: token);
        await memory.ResetAsync(token);
        Results.AddRange(_store.Seen);
    }

    private async Task UseModelAsync(CancellationToken token)
    {
        string facts = $$"""{"facts":[{"text":"{{Secret}} likes tea","messages":[0]}]}""";
        using ScriptedChatClient chat = new ScriptedChatClient()
            .ReportUsage(100, 10)
            .Reply(facts)
            .Reply(facts).Reply($$"""{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"{{Secret}}!","old_text":"{{Secret}} misquoted","reason":"{{Secret}}"}]}""")
            .Reply(facts).Reply($$"""{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"{{Secret}} likes mint tea","old_text":"{{Secret}} likes tea","reason":"{{Secret}}"}]}""")
            .Reply(facts).Reply($$"""{"decisions":[{"fact":0,"event":"{{Secret}}"}]}""").Reply($$"""{"decisions":[{"fact":"{{Secret}}"}]}""")
            .Reply($$"""{"{{Secret}}":[{"{{Secret}}":"x"}]}""").Reply($"I am sorry, {Secret}.")
            .Truncate(facts, facts.Length - 3).Reply(Secret)
            .Fail(new HttpRequestException($"prompt too long: {Secret}", inner: null, System.Net.HttpStatusCode.TooManyRequests))
            .Fail(new HttpRequestException($"key of {Secret}", inner: null, System.Net.HttpStatusCode.Unauthorized))
            .Fail(new SdkException($"HTTP 400 (bad request)\n{Secret}")).Fail(new SdkException($"HTTP 500 ({Secret})"));
        RecordingArbiter arbiter = new(new ModelMemoryArbiter(chat, logger: Log));
        await using Memory memory = Builder().UseChatClient(chat).UseArbiter(arbiter).Build();
        for (int i = 0; chat.Remaining > 0; i++)
        {
            try
            {
                Results.Add(await memory.AddAsync($"I am {Secret} and I like tea number {i}.", Scope, cancellationToken: token));
            }
            catch (MemoryException exception)
            {
                Errors.Add(exception);
            }
        }

        Results.AddRange(arbiter.Seen);
        await UseModelOnceAsync(facts, token);
    }

    /// <summary>A model that is asked once for facts and decisions: misquoting, right, and unreadable.</summary>
    private async Task UseModelOnceAsync(string twoCalls, CancellationToken token)
    {
        string Reply(string decision) => $$"""{"facts":[{"text":"{{Secret}} likes mint tea","messages":[0],"decisions":[{{decision}}]}]}""";
        using ScriptedChatClient chat = new ScriptedChatClient()
            .ReportUsage(100, 10)
            .Reply(Reply($$"""{"event":"UPDATE","candidate":0,"text":"{{Secret}}!","old_text":"{{Secret}} misquoted","reason":"{{Secret}}"}"""))
            .Reply(Reply($$"""{"event":"ADD","reason":"{{Secret}}"}"""))
            .Reply(twoCalls).Reply($"I am sorry, {Secret}.");
        await using Memory memory = Builder().UseChatClient(chat).Configure(options => options.SingleModelCall = true).Build();
        await memory.AddAsync(Secret, Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, token);
        Results.Add(await memory.AddAsync($"I am {Secret}.", Scope, cancellationToken: token));
        Results.Add(await memory.AddAsync($"I am {Secret}.", Scope, cancellationToken: token));
        await FailAsync(() => memory.AddAsync($"I am {Secret}.", Scope, cancellationToken: token));
    }

    /// <summary>Services that fail: called again, left alone, replaced; and a chat that goes on without its memory.</summary>
    private async Task UseFailingServicesAsync(CancellationToken token)
    {
        Exception outage = new HttpRequestException($"prompt of {Secret}");
        using ScriptedChatClient chat = ScriptedChatClient.From(_ => throw outage);
        using ScriptedChatClient other = ScriptedChatClient.From(_ => throw outage);
        await using Memory memory = Builder()
            .UseChatClient(chat)
            .UseFallbackChatClient(other)
            .Configure(options => options.ServiceRetries = 1)
            .UseTimeProvider(new HurriedTimeProvider())
            .Build();
        for (int i = 0; i < 4; i++)
        {
            await FailAsync(() => memory.AddAsync($"I am {Secret}.", Scope, cancellationToken: token));
        }

        using DeterministicEmbeddingGenerator embeddings = new();
        await using Memory forgetful = Builder().UseEmbeddings(embeddings).Build();
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim };
        await forgetful.AddAsync(Secret, Scope, verbatim, token);
        using DeterministicEmbeddingGenerator newer = new(modelId: "newer");
        using InMemoryHistoryStore shared = new();
        await using Memory former = Builder().UseEmbeddings(embeddings).UseHistory(shared).Build();
        await former.AddAsync(Secret, Scope, verbatim, token);
        await using Memory moved = Builder().UseEmbeddings(newer).UseHistory(shared).Build();
        await KeepAsync(async () => await moved.ReembedAsync(cancellationToken: token));
        embeddings.FailNext(outage).FailNext(outage);
        using DeterministicEmbeddingGenerator late = new();
        await using Memory lacking = Builder().UseEmbeddings(late)
            .Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false)).Build();
        await lacking.AddAsync(Secret, Scope, verbatim, token);
        late.FailNext(outage).FailNext(outage);
        await KeepAsync(async () => await lacking.AddAsync($"{Secret} sails", Scope, verbatim, token));
        await KeepAsync(async () => await lacking.SearchAsync($"Who sails with {Secret}?", Scope, cancellationToken: token));
        await KeepAsync(async () => await lacking.EmbedMissingAsync(token));
        using ScriptedChatClient model = new ScriptedChatClient().Reply($"Good day, {Secret}.");
        using MemoryChatClient client = new(model, forgetful.For(Scope), new MemoryChatOptions { Adding = verbatim });
        await client.GetResponseAsync($"I am {Secret}.", cancellationToken: token);
    }

    /// <summary>Rerankers that fail: one of a host's own, and the model.</summary>
    private async Task UseRerankersAsync(CancellationToken token)
    {
        MemoryItem item = new() { Id = "a", Text = $"{Secret} likes tea", Scope = Scope };
        using ScriptedChatClient chat = new ScriptedChatClient()
            .Reply($$"""{"grades":[{"memory":0,"grade":"{{Secret}}"}]}""").Reply(Secret);
        using MemoryTelemetry telemetry = new(Telemetry, TimeProvider.System);
        foreach (IMemoryReranker reranker in (IMemoryReranker[])
        [
            new StubReranker((_, _) => throw new InvalidOperationException(Secret)),
            new ModelReranker(new ModelAsker(chat, "rerank", callTimeout: null, timeProvider: null, Log), telemetry),
        ])
        {
            RerankedHits hits = await new RerankStage(reranker, Log).RerankAsync($"What does {Secret} like?", [new SearchHit(item, 0.5)], depth: 1, token);
            Results.Add(hits.Hits);
            Errors.AddRange(hits.Failure is MemoryException error ? [error] : []);
        }
    }

    /// <summary>Keeps calls: one is done, one fails; and a queue that cannot be read in the background.</summary>
    private async Task UseQueueAsync(CancellationToken token)
    {
        string facts = $$"""{"facts":[{"text":"{{Secret}} likes tea","messages":[0]}]}""";
        using ScriptedChatClient chat = new ScriptedChatClient().Reply(facts).Fail(new HttpRequestException(Secret));
        FailingHistory history = new();
        await using Memory memory = Builder().UseChatClient(chat).UseHistory(history)
            .Configure(options => (options.Queue, options.ProcessesQueue) = (MemoryQueueMode.Always, false)).Build();
        for (int i = 0; i < 2; i++)
        {
            await KeepAsync(async () => await memory.AddAsync($"I am {Secret}.", Scope, cancellationToken: token));
        }

        List<QueuedCall> kept = await memory.GetQueueAsync(token).ToListAsync(token);
        Results.AddRange(kept);
        await KeepAsync(async () => await memory.ProcessQueueAsync(cancellationToken: token));
        foreach (QueuedCall call in kept)
        {
            Results.Add((await memory.GetQueuedAsync(call.Id, token))!);
        }

        Results.AddRange(await memory.GetOwnersAsync(token));
        await using Memory working = Builder().UseHistory(history).Configure(options => options.Queue = MemoryQueueMode.Always).Build();
        history.Failure = new MemoryStoreException("The disk is gone.", innerException: new IOException($"/home/{Secret}/m.db"));
        await FailAsync(() => working.CountAsync(Scope, cancellationToken: token));
        while (!Logged(MemoryLogEvents.BackgroundFailed))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), token);
        }
    }

    private bool Logged(int id)
    {
        lock (Log.Entries)
        {
            return Log.Entries.Exists(entry => entry.Event == id);
        }
    }

    private MemoryBuilder Builder() => new MemoryBuilder()
        .UseMeterFactory(Telemetry)
        .UseLoggerFactory(new OneLoggerFactory(Log))
        .Configure(options => options.ServiceRetries = 0);

    private async Task KeepAsync(Func<Task<object?>> call) => Results.Add((await call())!);

    private async Task FailAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (MemoryException exception)
        {
            Errors.Add(exception);
            return;
        }

        throw new InvalidOperationException("This was meant to fail.");
    }
}
