using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Redact;

/// <summary>What a host's hook takes out reaches neither a model, nor the embedder, nor a byte of the file.</summary>
public sealed partial class RedactionTests
{
    private const string Secret = "4012-8888-8888-1881";
    private const string Placeholder = "[card]";

    [Fact]
    public async Task EveryWayIn_WithASecret_ShowsItToNobody()
    {
        await using MemoryFixture fixture = Redacting();
        fixture.Extracts($"Alice's card is {Placeholder}");
        await fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, $"My card is {Secret}") { MessageId = "m1" }],
            Alice,
            new MemoryAddOptions { Context = [new ChatMessage(ChatRole.Assistant, $"Is it {Secret}?")], IdempotencyKey = "add" },
            Token);
        MemoryItem item = await fixture.StoreAsync($"Pay by {Secret}");
        await fixture.Memory.UpdateAsync(item.Id, $"Pay by card {Secret}", new MemoryUpdateOptions { IdempotencyKey = "update" }, Token);
        await fixture.Memory.UpdateAsync(item.Id, memory => MemoryPatch.ForText($"{memory.Text} or {Secret}"), cancellationToken: Token);
        await fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(item.Id, $"Pay by {Secret} only")], new BatchUpdateOptions { IdempotencyKey = "batch" }, Token);
        await fixture.Memory.SearchAsync($"Whose is {Secret}?", Alice, cancellationToken: Token);
        await fixture.Memory.LiftRejectionAsync(Alice, $"Pay by {Secret}", Token);

        fixture.Chat.Requests.Select(request => request.AllText).Should().OnlyContain(prompt => !prompt.Contains(Secret));
        fixture.Chat.Requests[0].AllText.Should().Contain($"My card is {Placeholder}").And.Contain($"Is it {Placeholder}?");
        fixture.Embeddings.Texts.Should().NotBeEmpty().And.OnlyContain(text => !text.Contains(Secret));
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be($"Pay by {Placeholder} only");
        await fixture.Memory.DisposeAsync();
        fixture.Count(Secret).Should().Be(0);
        fixture.Count(Placeholder).Should().BePositive("what stands in its place is there");
    }

    [Fact]
    public async Task WithoutAHook_TheTextIsStoredAsItIs()
    {
        await using MemoryFixture fixture = ByRules();

        (await fixture.StoreAsync($"Pay by {Secret}")).Text.Should().Be($"Pay by {Secret}");
    }

    [Fact]
    public async Task ImportAsync_OfAnExport_RedactsEachVersionAndIsKnownTheNextTime()
    {
        await using MemoryFixture plain = ByRules();
        MemoryItem item = await plain.StoreAsync($"Pay by {Secret}");
        await plain.Memory.UpdateAsync(item.Id, $"Pay by card {Secret}", cancellationToken: Token);
        using MemoryStream export = new();
        await plain.Memory.ExportAsync(export, cancellationToken: Token);
        await using MemoryFixture fixture = Redacting();

        for (int time = 0; time < 2; time++)
        {
            export.Position = 0;
            MemoryImportResult imported = await fixture.Memory.ImportAsync(MemoryImportSource.Export(export), cancellationToken: Token);
            imported.Should().ContainSingle().Which.Outcome.Should().Be(time == 0 ? MemoryImportOutcome.Imported : MemoryImportOutcome.Unchanged);
        }

        (await fixture.HistoryAsync(item.Id)).Select(entry => entry.NewText).Should().Equal($"Pay by {Placeholder}", $"Pay by card {Placeholder}");
        fixture.Embeddings.Texts.Should().OnlyContain(text => !text.Contains(Secret));
    }

    [Fact]
    public async Task ImportAsync_FromMem0_RedactsToo()
    {
        await using MemoryFixture fixture = Redacting();
        string json = $$"""{"results":[{"id":"0199b0d2-8e8f-7000-8000-000000000001","memory":"Pay by {{Secret}}","user_id":"alice"}]}""";
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));

        MemoryImportResult imported = await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(stream), cancellationToken: Token);

        imported.ImportedCount.Should().Be(1);
        (await fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).SingleAsync(Token)).Text.Should().Be($"Pay by {Placeholder}");
    }

    [Fact]
    public async Task AddAsync_WhenNothingIsLeftOfAMessage_PassesItOverAndKeepsTheOthersPlaces()
    {
        await using MemoryFixture fixture = ByModel(builder => builder.UseRedaction(text => text.Contains(Secret) ? " " : text));
        fixture.Chat.Reply("""{"facts":[{"text":"Alice has a dog","messages":[0]}]}""");

        MemoryAddResult added = await fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, Secret) { MessageId = "m1" }, new ChatMessage(ChatRole.User, "I have a dog") { MessageId = "m2" }],
            Alice,
            cancellationToken: Token);

        added.Facts.Single().Item!.Source!.MessageIds.Should().Equal("m2");
    }

    [Theory]
    [InlineData(MemoryAddMode.Reconcile)]
    [InlineData(MemoryAddMode.Verbatim)]
    public async Task AddAsync_WhenNothingIsLeft_AsksNobodyAndStoresNothing(MemoryAddMode mode)
    {
        await using MemoryFixture fixture = ByModel(builder => builder.UseRedaction(_ => string.Empty));

        MemoryAddResult added = await fixture.Memory.AddAsync(Secret, Alice, new MemoryAddOptions { Mode = mode }, Token);

        added.Facts.Should().BeEmpty();
        fixture.Chat.Requests.Should().BeEmpty();
        fixture.Embeddings.CallCount.Should().Be(0);
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task OtherCalls_WhenNothingIsLeft_AreRefused()
    {
        bool nothing = false;
        await using MemoryFixture fixture = ByRules(builder => builder.UseRedaction(text => nothing ? string.Empty : text));
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");
        nothing = true;

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => fixture.Memory.UpdateAsync(item.Id, "x", cancellationToken: Token),
            () => fixture.Memory.SearchAsync("x", Alice, cancellationToken: Token),
            () => fixture.Memory.LiftRejectionAsync(Alice, "x", Token),
        })
        {
            await call.Should().ThrowAsync<MemoryValidationException>();
        }

        nothing = false;
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
    }

    [Fact]
    public async Task AnyCall_WhenTheHookThrows_ThrowsThatAndWritesNothing()
    {
        await using MemoryFixture fixture = ByRules(builder => builder.UseRedaction((_, _) => throw new InvalidOperationException("the hook")));

        await FluentActions.Awaiting(() => fixture.StoreAsync("Alice likes tea")).Should().ThrowAsync<InvalidOperationException>();
        await FluentActions.Awaiting(() => fixture.Memory.SearchAsync("tea", Alice, cancellationToken: Token)).Should().ThrowAsync<InvalidOperationException>();
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task UpdateAsync_WithAnEmbeddingOfTheTextThatWasTakenOut_EmbedsWhatIsLeft()
    {
        await using MemoryFixture fixture = Redacting();
        MemoryItem item = await fixture.StoreAsync("Pay in cash");
        Embedding<float> embedding = new(fixture.Embeddings.VectorOf($"Pay by {Secret}")) { ModelId = fixture.Memory.EmbeddingModel };

        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Text = $"Pay by {Secret}", Embedding = embedding }, cancellationToken: Token);

        fixture.Embeddings.Texts.Should().EndWith($"Pay by {Placeholder}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task BatchUpdateAsync_WhenNothingIsLeftOfOneText_FailsThatOneAndMakesTheOthers(string? key)
    {
        await using MemoryFixture fixture = Withholding();
        MemoryItem[] items = [await fixture.StoreAsync("One"), await fixture.StoreAsync("Two"), await fixture.StoreAsync("Three")];
        int embedded = fixture.Embeddings.Texts.Count;
        MemoryUpdate[] updates =
        [
            new(items[0].Id, "One more"),
            new(items[1].Id, new MemoryPatch { Text = Secret, Tags = TagsPatch.Add("card") }),
            new(items[2].Id, "Three more"),
        ];
        BatchUpdateOptions options = new() { IdempotencyKey = key };

        BatchUpdateResult batch = await fixture.Memory.BatchUpdateAsync(updates, options, Token);

        batch.Select(item => item.Outcome).Should().Equal(UpdateOutcome.Updated, UpdateOutcome.Failed, UpdateOutcome.Updated);
        IsThatNothingIsLeft(batch[1].Error);
        fixture.Embeddings.Texts.Skip(embedded).Should().Equal("One more", "Three more");
        (await fixture.Memory.GetAsync(items[1].Id, Token)).Should().Be(items[1]);
        if (key is not null)
        {
            BatchUpdateResult again = await fixture.Memory.BatchUpdateAsync(updates, options, Token);
            again.Select(item => item.Item).Should().Equal(batch.Select(item => item.Item));
            IsThatNothingIsLeft(again[1].Error);
        }
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothing_WhenNothingIsLeftOfOneText_AppliesNone()
    {
        await using MemoryFixture fixture = Withholding();
        MemoryItem[] items = [await fixture.StoreAsync("One"), await fixture.StoreAsync("Two")];
        int calls = fixture.Embeddings.CallCount;

        BatchUpdateResult batch = await fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(items[0].Id, "One more"), new MemoryUpdate(items[1].Id, Secret)], new BatchUpdateOptions { AllOrNothing = true }, Token);

        batch.Select(item => item.Outcome).Should().Equal(UpdateOutcome.NotApplied, UpdateOutcome.Failed);
        IsThatNothingIsLeft(batch[1].Error);
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.GetAsync(items[0].Id, Token)).Should().Be(items[0]);
    }

    [Fact]
    public async Task BatchUpdateAsync_WithAKey_TellsATextThatIsWithheldFromNone()
    {
        await using MemoryFixture fixture = Withholding();
        MemoryItem[] items = [await fixture.StoreAsync("One"), await fixture.StoreAsync("Two")];
        BatchUpdateOptions options = new() { IdempotencyKey = "key" };
        MemoryPatch tagged = new() { Tags = TagsPatch.Add("card") };
        await fixture.Memory.BatchUpdateAsync([new MemoryUpdate(items[0].Id, "One more"), new MemoryUpdate(items[1].Id, tagged)], options, Token);

        Func<Task> other = () => fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(items[0].Id, "One more"), new MemoryUpdate(items[1].Id, tagged.WithText(Secret))], options, Token);

        await other.Should().ThrowAsync<IdempotencyKeyException>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task UpdateAndBatch_ShowEachTextToTheHookOnce(string? key)
    {
        List<string> seen = [];
        await using MemoryFixture fixture = ByRules(builder => builder.UseRedaction(text =>
        {
            seen.Add(text);
            return text;
        }));
        MemoryItem[] items = [await fixture.StoreAsync("One"), await fixture.StoreAsync("Two")];
        seen.Clear();

        await fixture.Memory.UpdateAsync(items[0].Id, "One more", new MemoryUpdateOptions { IdempotencyKey = key }, Token);
        await fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(items[0].Id, "One again"), new MemoryUpdate(items[1].Id, "Two more")], new BatchUpdateOptions { IdempotencyKey = key }, Token);

        seen.Should().Equal("One more", "One again", "Two more");
    }

    [Fact]
    public async Task AddAsync_WithFactsThatAModelMadeUp_RedactsThemBeforeTheyAreEmbeddedOrRecorded()
    {
        await using MemoryFixture fixture = ByModel(builder => builder.UseRedaction(text => text.Contains("Withheld") ? " " : Card().Replace(text, Placeholder)));
        fixture.Extracts("Withheld", $"Alice pays by {Secret}");
        MemoryAddOptions options = new() { IdempotencyKey = "add" };

        MemoryAddResult added = await fixture.Memory.AddAsync("I pay by card", Alice, options, Token);

        added.Facts.Should().ContainSingle().Which.Fact.Text.Should().Be($"Alice pays by {Placeholder}");
        fixture.Embeddings.Texts.Should().OnlyContain(text => !text.Contains(Secret) && !text.Contains("Withheld"));
        (await fixture.Memory.AddAsync("I pay by card", Alice, options, Token)).Facts.Should().ContainSingle();
        fixture.Sql("SELECT outcome FROM calls").Should().ContainSingle().Which[0].Should().BeOfType<string>()
            .Which.Should().Contain(Placeholder).And.NotContain(Secret).And.NotContain("Withheld");
    }

    [Fact]
    public async Task AddManyAsync_OfConversationsThatDifferInWhatIsTakenOut_IsTheSameCall()
    {
        await using MemoryFixture fixture = Redacting();
        fixture.Extracts($"Alice's card is {Placeholder}");
        await fixture.Memory.AddManyAsync([Paying($"My card is {Secret}")], cancellationToken: Token);

        await fixture.Memory.AddManyAsync([Paying("My card is 1111-2222-3333-4444")], cancellationToken: Token);

        fixture.Chat.Requests.Should().ContainSingle("what is kept of the first is a hash of what may be known");
        fixture.Extracts("Alice's card is lost");
        await fixture.Memory.AddManyAsync([Paying($"My card {Secret} is lost")], cancellationToken: Token);
        fixture.Chat.Requests.Count.Should().BeGreaterThan(1, "another conversation is another call");
    }

    [GeneratedRegex(@"\d{4}-\d{4}-\d{4}-\d{4}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Card();

    private static MemoryConversation Paying(string text) =>
        new(Alice, [new ChatMessage(ChatRole.User, text)]) { Options = new MemoryAddOptions { Mode = MemoryAddMode.Append } };

    private static void IsThatNothingIsLeft(MemoryException? error)
    {
        MemoryValidationException refusal = error.Should().BeOfType<MemoryValidationException>().Which;
        (refusal.Parameter, refusal.Message).Should().Be(("patch", "The redaction leaves nothing of the text."));
    }

    private static MemoryFixture Withholding() => ByRules(builder => builder.UseRedaction(text => text.Contains(Secret) ? " " : text));

    private static MemoryFixture Redacting() => ByModel(builder => builder.UseRedaction(text => Card().Replace(text, Placeholder)));
}
