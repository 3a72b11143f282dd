using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Apply;

/// <summary>What holds of keys whatever the call: what they may be, how long they are known, and that a crash or a race changes nothing.</summary>
public sealed class IdempotencyKeyTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, Func<Memory, string, string, Task>> Calls => new()
    {
        { "update", (memory, id, key) => memory.UpdateAsync(id, "likes coffee", new MemoryUpdateOptions { IdempotencyKey = key }, Token) },
        {
            "batch",
            (memory, id, key) => memory.BatchUpdateAsync(
                [new MemoryUpdate(id, "likes coffee")], new BatchUpdateOptions { IdempotencyKey = key }, Token)
        },
        {
            "all or nothing",
            (memory, id, key) => memory.BatchUpdateAsync(
                [new MemoryUpdate(id, "likes coffee")], new BatchUpdateOptions { IdempotencyKey = key, AllOrNothing = true }, Token)
        },
        {
            "verbatim",
            (memory, _, key) => memory.AddAsync(
                "likes coffee", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, IdempotencyKey = key }, Token)
        },
        {
            "inferred",
            (memory, _, key) => memory.AddAsync("I like coffee.", MemoryFixture.Alice, new MemoryAddOptions { IdempotencyKey = key }, Token)
        },
        {
            "nothing to keep",
            (memory, _, key) => memory.AddAsync("Hello!", MemoryFixture.Alice, new MemoryAddOptions { IdempotencyKey = key }, Token)
        },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WithAKeyThatIsNone_IsRefusedBeforeAnythingIsDone_B9(string name, Func<Memory, string, string, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        FileRows before = FileRows.Of(fixture);

        foreach (string key in new[] { string.Empty, new string('x', MemoryLimits.IdLength + 1), "half \ud83d", "\udc00" })
        {
            Func<Task> refused = () => call(fixture.Memory, item.Id, key);
            (await refused.Should().ThrowAsync<MemoryValidationException>(name)).Which.Parameter.Should().Be("IdempotencyKey");
        }

        FileRows.Of(fixture).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WithAnyOtherKey_HappensOnce_B9(string name, Func<Memory, string, string, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        long calls = 0;
        foreach (string key in new[] { "x", new string('x', MemoryLimits.IdLength), " ", "\0", "a'b; %_", "\ud83d\ude00" })
        {
            await call(fixture.Memory, item.Id, key);
            FileRows before = FileRows.Of(fixture);
            await call(fixture.Memory, item.Id, key);
            FileRows.Of(fixture).Should().Be(before, "{0} is done", name);
            fixture.Sql("SELECT count(*) FROM calls")[0][0].Should().Be(++calls);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_OfAKey_IsKnownAsLongAsItIsRetainedAndNewAfterwards_B9(string name, Func<Memory, string, string, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.IdempotencyRetention = TimeSpan.FromHours(2)));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await call(fixture.Memory, item.Id, "key");
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        object? firstCall = fixture.Sql("SELECT called_at FROM calls").Single()[0];

        fixture.Time.Advance(TimeSpan.FromHours(2));
        FileRows before = FileRows.Of(fixture);
        await call(fixture.Memory, item.Id, "key");
        FileRows.Of(fixture).Should().Be(before, "{0} is remembered to the last moment", name);

        fixture.Time.Advance(TimeSpan.FromTicks(1));
        await call(fixture.Memory, item.Id, "key");
        fixture.Sql("SELECT called_at FROM calls").Single()[0].Should().NotBe(firstCall, "{0} is a call of its own now", name);
    }

    [Fact]
    public async Task UpdateAsync_WithTheKeyOfAForgottenCall_IsMadeAndMayHaveAnotherContent_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.IdempotencyRetention = TimeSpan.FromHours(2)));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryUpdateOptions options = new() { IdempotencyKey = "key" };
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);
        fixture.Time.Advance(TimeSpan.FromHours(3));

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, "likes water", options, Token);
        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, "likes water", options, Token);

        result.Item.Should().BeEquivalentTo(new { Text = "likes water", Version = 3 });
        SameResult.ShouldBe(again, result);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WhoseCallerNeverHeardOfTheCommit_IsNotMadeAgain_B9(string name, Func<Memory, string, string, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        CallHistory history = new(fixture.OpenHistory());
        Memory crashing = fixture.OpenOther(builder => builder.UseHistory(history));
        await crashing.OpenAsync(Token);
        history.FailAfterNextCommit = new IOException("the process ends here");

        Func<Task> first = () => call(crashing, item.Id, "key");
        await first.Should().ThrowAsync<Exception>(name);
        FileRows before = FileRows.Of(fixture);
        await call(fixture.Memory, item.Id, "key");
        await call(crashing, item.Id, "key");

        FileRows.Of(fixture).Should().Be(before);
        (await fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token)).Should().NotBeNull();
    }

    [Fact]
    public async Task UpdateAsync_WithAKeyWhoseProjectionFailed_IsNotMadeAgain_B9()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        store.Failure = new MemoryStoreException("down");
        MemoryUpdateOptions options = new() { IdempotencyKey = "key" };
        Func<Task<MemoryUpdateResult>> update = () => fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);
        (await update.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();
        FileRows before = FileRows.Of(fixture);
        store.Failure = null;

        MemoryUpdateResult again = await update();

        (again.Outcome, again.Item.Text, again.Item.Version).Should().Be((UpdateOutcome.Updated, "likes coffee", 2));
        FileRows.Of(fixture).Should().Be(before);
        (await fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Version.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_MadeByManyAtOnce_HappensOnce_B9(string name, Func<Memory, string, string, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        Memory other = fixture.OpenOther();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => call(i % 2 == 0 ? fixture.Memory : other, item.Id, "key"), Token)));

        fixture.Sql("SELECT count(*) FROM calls")[0][0].Should().Be(1L);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(name is "nothing to keep" ? 1L : 2L);
    }

    [Fact]
    public async Task UpdateAsync_WhoseCallHappensElsewhereBeforeItsCommit_ReturnsWhatThatOneDid_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        (Task reached, TaskCompletionSource release) = history.HoldNextCommit();
        MemoryUpdateOptions options = new() { IdempotencyKey = "key", ExpectedVersion = 1 };

        Task<MemoryUpdateResult> held = late.UpdateAsync(item.Id, "likes coffee", options, Token);
        await reached;
        MemoryUpdateResult quicker = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);
        release.SetResult();

        SameResult.ShouldBe(await held, quicker);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(2L);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WhichHappensElsewhereRightAfterTheLookAtItsKey_IsNoConflict_B9(bool inABatch)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        CallHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        MemoryUpdate[] updates = [new MemoryUpdate(item.Id, "likes coffee") { ExpectedVersion = 1 }];
        BatchUpdateOptions batched = new() { IdempotencyKey = "key", AllOrNothing = true };
        MemoryUpdateOptions single = new() { IdempotencyKey = "key", ExpectedVersion = 1 };
        history.AfterNextLook = () => CallAsync(fixture.Memory);

        MemoryItem result = await CallAsync(late);

        (result.Text, result.Version).Should().Be(("likes coffee", 2));
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(2L);

        async Task<MemoryItem> CallAsync(Memory memory) => inABatch
            ? (await memory.BatchUpdateAsync(updates, batched, Token)).Single().Item!
            : (await memory.UpdateAsync(item.Id, "likes coffee", single, Token)).Item;
    }

    [Fact]
    public async Task UpdateAsync_WhoseKeyIsUsedForAnotherContentBeforeItsCommit_IsRefused_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        CallHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        MemoryUpdateOptions options = new() { IdempotencyKey = "key" };
        history.AfterNextLook = () => fixture.Memory.UpdateAsync(item.Id, "likes water", options, Token);

        Func<Task> update = () => late.UpdateAsync(item.Id, "likes coffee", options, Token);

        await update.Should().ThrowAsync<IdempotencyKeyException>();
        (await fixture.Memory.GetAsync(item.Id, Token))!.Should().BeEquivalentTo(new { Text = "likes water", Version = 2 });
    }

    [Fact]
    public async Task AddAsync_WithAKeyAndAMessageSaidTwice_IsOneCallForEachScope_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        ChatMessage[] messages = [new(ChatRole.User, "likes coffee")];
        MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim, IdempotencyKey = "key" };
        MemoryScope[] scopes =
        [
            MemoryFixture.Alice, MemoryFixture.Bob, MemoryScope.ForUser("alice", "coach"), MemoryScope.ForUser("alice", runId: "coach"),
            MemoryScope.ForAgent("alice"), MemoryScope.ForApp("alice"),
        ];

        foreach (MemoryScope scope in scopes.Concat(scopes))
        {
            MemoryItem item = (await fixture.Memory.AddAsync(messages, scope, options, Token)).Items.Single();
            item.Scope.Should().Be(scope);
        }

        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be((long)scopes.Length);
    }
}
