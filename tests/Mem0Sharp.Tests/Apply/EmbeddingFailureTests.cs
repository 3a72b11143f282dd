using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Apply;

/// <summary>The embedder fails between a new text and its vector: what was there stays whole, and the same call works afterwards.</summary>
public sealed class EmbeddingFailureTests
{
    private static readonly string[] Failures = ["throws", "times out", "too few", "wrong dimension", "not a number", "zero"];

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, bool, string> Cases
    {
        get
        {
            TheoryData<string, bool, string> cases = [];
            foreach (string call in Calls.Keys)
            {
                foreach (string failure in Failures)
                {
                    cases.Add(call, true, failure);
                    cases.Add(call, false, failure);
                }
            }

            return cases;
        }
    }

    private static Dictionary<string, Func<Memory, IReadOnlyList<MemoryItem>, string?, Task>> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["update"] = (memory, items, key) => memory.UpdateAsync(
            items[0].Id, "likes coffee", new MemoryUpdateOptions { IdempotencyKey = key }, Token),
        ["merge"] = (memory, items, key) => memory.UpdateAsync(
            items[3].Id, "likes coffee", new MemoryUpdateOptions { IdempotencyKey = key, ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge }, Token),
        ["keep both"] = (memory, items, key) => memory.UpdateAsync(
            items[3].Id, "likes coffee", new MemoryUpdateOptions { IdempotencyKey = key, ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token),
        ["batch"] = (memory, items, key) => memory.BatchUpdateAsync(
            items.Select((item, i) => new MemoryUpdate(item.Id, $"likes coffee {i}")), new BatchUpdateOptions { IdempotencyKey = key }, Token),
        ["all or nothing"] = (memory, items, key) => memory.BatchUpdateAsync(
            items.Select((item, i) => new MemoryUpdate(item.Id, $"likes coffee {i}")),
            new BatchUpdateOptions { IdempotencyKey = key, AllOrNothing = true },
            Token),
        ["verbatim"] = (memory, _, key) => memory.AddAsync(
            "likes coffee", MemoryFixture.Alice, new MemoryAddOptions { IdempotencyKey = key, Mode = MemoryAddMode.Verbatim }, Token),
        ["inferred"] = (memory, _, key) => memory.AddAsync(
            "I like coffee.", MemoryFixture.Alice, new MemoryAddOptions { IdempotencyKey = key }, Token),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_WhenTheEmbedderFails_LeavesAllAsItWasAndWorksAfterwards_B14(string call, bool keyed, string failure)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.EmbeddingTimeout = TimeSpan.FromSeconds(5)));
        List<MemoryItem> items = await StoreAsync(fixture);
        string rows = FileRows.Of(fixture).Rows;
        Task CallAsync() => Calls[call](fixture.Memory, items, keyed ? "key" : null);

        await FailAsync(fixture, failure, CallAsync);

        FileRows.Of(fixture).Rows.Should().Be(rows);
        foreach (MemoryItem item in items)
        {
            History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(item.Id, Token))!, item);
            (await fixture.Memory.SearchAsync(item.Text, MemoryFixture.Alice, MemoryFixture.Nearest, Token))
                .Single().Should().BeEquivalentTo(new { Item = item }, "the old text is found as before");
        }

        await CallAsync();
        FileRows.Of(fixture).Rows.Should().NotBe(rows);
        FileVectors.ShouldFit(fixture);
        await fixture.ReopenAsync();
        (await fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, MemoryFixture.Nearest, Token))
            .Single().Item.Text.Should().ContainEquivalentOf("coffee");
        fixture.Sql("SELECT count(*) FROM calls")[0][0].Should().Be(keyed ? 1L : 0L);
    }

    [Fact]
    public async Task BatchUpdateAsync_WhenALaterCallOfTheEmbedderFails_ChangesNothingAndPaysOnlyForTheRestAfterwards_B14()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.EmbeddingBatchSize = 3));
        List<MemoryItem> items = await StoreAsync(fixture);
        string rows = FileRows.Of(fixture).Rows;
        MemoryUpdate[] updates = [.. items.Select((item, i) => new MemoryUpdate(item.Id, $"likes coffee {i}"))];
        fixture.Embeddings.Hold();
        Task<BatchUpdateResult> update = fixture.Memory.BatchUpdateAsync(updates, cancellationToken: Token);
        await fixture.Embeddings.WhenHeldAsync(1, Token);
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        fixture.Embeddings.Release();

        Func<Task> wait = () => update;
        await wait.Should().ThrowAsync<MemoryNetworkException>();
        FileRows.Of(fixture).Rows.Should().Be(rows);
        int texts = fixture.Embeddings.TextCount;
        BatchUpdateResult again = await fixture.Memory.BatchUpdateAsync(updates, cancellationToken: Token);

        again.UpdatedCount.Should().Be(4);
        (fixture.Embeddings.TextCount - texts).Should().Be(1);
        FileVectors.ShouldFit(fixture);
    }

    [Fact]
    public async Task UpdateAsync_WhenTheEmbedderFailsInTheSecondRound_LeavesWhatWasWrittenMeanwhile_B14()
    {
        // The first round thought the text unchanged; then it changed, so that the same text needs its vector after all.
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.EmbeddingCacheBytes = 0));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        history.BeforeNextCommit = async () =>
        {
            await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
            fixture.Embeddings.FailNext(new HttpRequestException("down"));
        };

        MemoryUpdateResult result = await late.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes tea", Tags = TagsPatch.Add("a") }, cancellationToken: Token);

        result.Item.Should().BeEquivalentTo(new { Text = "likes tea", Version = 3 }, "the file knows the vector, whatever the embedder does");
        FileVectors.ShouldFit(fixture);
    }

    [Theory]
    [InlineData(ReviewDecision.UseKnown)]
    [InlineData(ReviewDecision.UseKept)]
    [InlineData(ReviewDecision.UseBoth)]
    public async Task SettleReviewAsync_WhileTheEmbedderIsDown_Works_B14(ReviewDecision decision)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreAsync(fixture);
        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            items[3].Id, "likes coffee", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token)).Item;
        await fixture.ReopenAsync();
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        int calls = fixture.Embeddings.CallCount;

        MemoryItem? holds = await fixture.Memory.SettleReviewAsync(kept.Id, decision, cancellationToken: Token);

        holds!.Text.Should().Be(decision == ReviewDecision.UseKnown ? items[3].Text : "likes coffee");
        fixture.Embeddings.CallCount.Should().Be(calls);
        FileVectors.ShouldFit(fixture);
    }

    private static async Task FailAsync(MemoryFixture fixture, string failure, Func<Task> call)
    {
        Type expected = failure switch
        {
            "throws" or "times out" => typeof(MemoryNetworkException),
            "wrong dimension" => typeof(EmbeddingDimensionException),
            _ => typeof(EmbeddingException),
        };
        fixture.Embeddings.Misbehavior = failure switch
        {
            "too few" => EmbeddingMisbehavior.TooFew,
            "wrong dimension" => EmbeddingMisbehavior.WrongDimension,
            "not a number" => EmbeddingMisbehavior.NotANumber,
            "zero" => EmbeddingMisbehavior.ZeroLength,
            _ => EmbeddingMisbehavior.None,
        };
        if (failure is "throws")
        {
            fixture.Embeddings.FailNext(new HttpRequestException("down"));
        }
        else if (failure is "times out")
        {
            fixture.Embeddings.Hold();
        }

        Func<Task> failing = call;
        if (failure is "times out")
        {
            Task waiting = call();
            await fixture.Embeddings.WhenHeldAsync(1, Token);
            fixture.Time.Advance(TimeSpan.FromSeconds(6));
            failing = () => waiting;
        }

        (await failing.Should().ThrowAsync<MemoryException>()).Which.Should().BeOfType(expected);
        fixture.Embeddings.Misbehavior = EmbeddingMisbehavior.None;
        fixture.Embeddings.Release();
    }

    /// <summary>Stores four memories; the last is at its second version.</summary>
    private static async Task<List<MemoryItem>> StoreAsync(MemoryFixture fixture)
    {
        List<MemoryItem> items = [];
        foreach (string drink in (string[])["tea", "water", "cocoa", "milk"])
        {
            items.Add(await fixture.StoreAsync($"likes {drink}"));
        }

        items[3] = (await fixture.Memory.UpdateAsync(items[3].Id, new MemoryPatch { Tags = TagsPatch.Add("a") }, cancellationToken: Token)).Item;
        return items;
    }
}
