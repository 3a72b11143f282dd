using System.Text;
using System.Text.Json;

namespace Mem0Sharp.Tests.Import;

public sealed class Mem0JsonTests
{
    private static readonly DateTimeOffset Created = new(2025, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfAPythonExport_TakesEveryFieldAndKeepsWhatHasNoPlace()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(
            Json("""
                {"results": [{
                  "id": "0f1e", "memory": "Likes tea", "hash": "wrong", "score": 0.5,
                  "metadata": {"topic": "drinks", "categories": "own", "n": 1.50},
                  "created_at": "2025-05-01T10:00:00+00:00", "updated_at": "2025-05-02T03:00:00.000000-07:00",
                  "user_id": "alice", "agent_id": "coach", "run_id": "run-1", "app_id": null,
                  "actor_id": "Ann", "role": "user", "attributed_to": "user", "expiration_date": "2026-05-01"}],
                 "relations": []}
                """),
            cancellationToken: Token);

        result.Should().Equal(new MemoryImportItem("0f1e", MemoryImportOutcome.Imported, 1, Error: null));
        MemoryItem item = (await fixture.Memory.GetAsync("0f1e", Token))!;
        (item.Text, item.Version, item.ActorId, item.Role).Should().Be(("Likes tea", 1, "Ann", "user"));
        item.Scope.Should().Be(MemoryScope.ForUser("alice", "coach", "run-1"));
        (item.CreatedAt, item.UpdatedAt, item.RecordedAt).Should().Be((Created, Created.AddDays(1), fixture.Time.GetUtcNow()));
        item.ExpiresAt.Should().Be(new DateTimeOffset(2026, 5, 2, 0, 0, 0, TimeSpan.Zero), "Mem0 shows it on its last day");
        item.Metadata.ToJsonObject().ToJsonString().Should().Be("""{"topic":"drinks","categories":"own","n":1.50,"attributed_to":"user"}""");
        item.Hash.Should().NotBe("wrong");
        (await fixture.Memory.SearchAsync("Likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Item.Id.Should().Be("0f1e");
        (await fixture.HistoryAsync("0f1e")).Single().Event.Should().Be(MemoryEvent.Add);
    }

    [Fact]
    public async Task ImportAsync_OfAPlatformExport_PutsWhatOnlyThePlatformHasIntoTheMetadata()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(
            Json("""
                {"count": 1, "next": null, "previous": null, "results": [{
                  "id": "p1", "memory": "Likes tea", "user_id": "alice", "app_id": "web", "metadata": {"categories": ["mine"]},
                  "categories": ["food", "drinks"], "structured_attributes": {"day": 1, "is_weekend": false}, "owner": null,
                  "immutable": true, "expiration_date": "2027-01-01T00:00:00Z", "created_at": "2025-05-01T03:00:00.123456-07:00"}]}
                """),
            cancellationToken: Token);

        MemoryItem item = (await fixture.Memory.GetAsync("p1", Token))!;
        item.IsImmutable.Should().BeTrue();
        item.Scope.Should().Be(MemoryScope.ForUser("alice", appId: "web"));
        item.ExpiresAt.Should().Be(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        item.UpdatedAt.Should().Be(item.CreatedAt).And.Be(Created.AddTicks(1_234_560));
        item.Metadata.ToJsonObject().ToJsonString().Should().Be(
            """{"categories":["mine"],"mem0_categories":["food","drinks"],"structured_attributes":{"day":1,"is_weekend":false}}""");
    }

    [Fact]
    public async Task ImportAsync_OfATypeScriptExport_ReadsItsNames()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(
            Json("""
                [{"id": "t1", "memory": "Likes tea", "hash": "h", "createdAt": "2025-05-01T10:00:00.000Z", "updatedAt": "2025-05-02T10:00:00.000Z",
                  "userId": "alice", "runId": "r", "metadata": {}, "expirationDate": "2026-05-01", "attributedTo": "user"}]
                """),
            cancellationToken: Token);

        MemoryItem item = (await fixture.Memory.GetAsync("t1", Token))!;
        (item.CreatedAt, item.UpdatedAt, item.Scope).Should().Be((Created, Created.AddDays(1), MemoryScope.ForUser("alice", runId: "r")));
        item.Metadata.ToJsonObject().ToJsonString().Should().Be("""{"attributedTo":"user"}""");
    }

    [Fact]
    public async Task ImportAsync_OfOurOwnItems_KeepsAllOfThemAsVersionOne()
    {
        MemoryItem full = History.FullMemory.Item;
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(Json(JsonSerializer.Serialize(new[] { full })), new MemoryImportOptions { Trust = full.Trust }, Token);

        (await fixture.HistoryAsync(full.Id)).Should().ContainSingle();
        History.FullMemory.ShouldBeSame(
            (await fixture.HistoryAsync(full.Id))[0].Item, full with { Version = 1, RecordedAt = fixture.Time.GetUtcNow() });
    }

    [Fact]
    public async Task ImportAsync_OfAProceduralMemory_KnowsItsType()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.ImportAsync(
            Json("""
                [{"id": "a", "memory": "First boil the water", "agent_id": "cook", "metadata": {"memory_type": "procedural_memory"}},
                 {"id": "b", "memory": "Likes tea", "agent_id": "cook", "memory_type": "unheard of"}]
                """),
            cancellationToken: Token);

        MemoryItem a = (await fixture.Memory.GetAsync("a", Token))!, b = (await fixture.Memory.GetAsync("b", Token))!;
        (a.Type, a.Metadata.Count).Should().Be((MemoryType.Procedural, 1));
        (b.Type, b.Metadata["memory_type"].GetString()).Should().Be((MemoryType.Semantic, "unheard of"));
        a.CreatedAt.Should().Be(fixture.Time.GetUtcNow(), "nothing says when it was made");
    }

    [Fact]
    public async Task ImportAsync_OfAnExportThatIsNewestFirst_ListsItAsMem0Does()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(
            Json("""
                [{"id": "c", "memory": "third", "user_id": "alice", "created_at": "2025-05-03"},
                 {"id": "b", "memory": "second", "user_id": "alice", "created_at": "2025-05-02"},
                 {"id": "a", "memory": "first", "user_id": "alice", "created_at": "2025-05-01"}]
                """),
            cancellationToken: Token);

        result.Select(item => item.Id).Should().Equal("a", "b", "c");
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token)).Should().Equal("c", "b", "a");
        fixture.Embeddings.CallCount.Should().Be(1);
    }

    [Fact]
    public async Task ImportAsync_OfItemsWithoutAnId_UsesTheGivenScopeOnlyThere()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        const string Items = """[{"id": "a", "memory": "x", "user_id": "", "run_id": null}, {"id": "b", "memory": "y", "user_id": 7}]""";

        MemoryImportResult without = await fixture.Memory.ImportAsync(Json(Items), cancellationToken: Token);
        MemoryImportResult with = await fixture.Memory.ImportAsync(Json(Items), new MemoryImportOptions { Scope = MemoryFixture.Bob }, Token);

        without.Select(item => item.Outcome).Should().Equal(MemoryImportOutcome.Failed, MemoryImportOutcome.Imported);
        with.Select(item => item.Outcome).Should().Equal(MemoryImportOutcome.Imported, MemoryImportOutcome.Unchanged);
        (await fixture.Memory.GetAsync("a", Token))!.Scope.Should().Be(MemoryFixture.Bob);
        (await fixture.Memory.GetAsync("b", Token))!.Scope.Should().Be(MemoryScope.ForUser("7"));
    }

    [Fact]
    public async Task ImportAsync_OfTheSameIdTwice_TakesTheFirstAndComparesTheSecond()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await fixture.Memory.ImportAsync(
            Json("""
                [{"id": "a", "memory": "x", "user_id": "u"}, {"id": "a", "memory": "x", "user_id": "u"}, {"id": "a", "memory": "y", "user_id": "u"}]
                """),
            cancellationToken: Token);

        result.Select(item => item.Outcome).Should().Equal(MemoryImportOutcome.Imported, MemoryImportOutcome.Unchanged, MemoryImportOutcome.Failed);
        result[2].Error.Should().BeOfType<MemoryConflictException>();
        (await fixture.HistoryAsync("a")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("""{"memory": "x", "user_id": "u"}""", "id")]
    [InlineData("""{"id": "two words", "memory": "x", "user_id": "u"}""", "id")]
    [InlineData("""{"id": "a", "user_id": "u"}""", "memory")]
    [InlineData("""{"id": "a", "memory": " ", "user_id": "u"}""", "memory")]
    [InlineData("""{"id": "a", "memory": ["x"], "user_id": "u"}""", "memory")]
    [InlineData("""{"id": "a", "memory": "\ud800", "user_id": "u"}""", "json")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "two words"}""", "userId")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "created_at": "soon"}""", "created_at")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "created_at": 12}""", "created_at")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "expiration_date": "2026-02-30"}""", "expiration_date")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "immutable": "yes"}""", "immutable")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "metadata": [1]}""", "json")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "metadata": {"k": 1, "k": 2}}""", "json")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "categories": ["\udc00"]}""", "json")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "tags": "t"}""", "tags")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "tags": [""]}""", "tags")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "salience": 2}""", "salience")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "linked_run_ids": [""]}""", "linked_run_ids")]
    [InlineData("""{"id": "a", "memory": "x", "user_id": "u", "valid_from": "2026-01-02", "valid_to": "2026-01-01"}""", "valid_to")]
    [InlineData("7", "results")]
    public async Task Item_ThatCannotBeStored_FailsAloneAndCostsNothing(string bad, string parameter)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult alone = await fixture.Memory.ImportAsync(Json($"[{bad}]"), cancellationToken: Token);

        MemoryImportItem item = alone.Should().ContainSingle().Which;
        item.Outcome.Should().Be(MemoryImportOutcome.Failed);
        item.Error.Should().BeOfType<MemoryValidationException>().Which.Parameter.Should().Be(parameter);
        fixture.Embeddings.CallCount.Should().Be(0);

        MemoryImportResult beside = await fixture.Memory.ImportAsync(
            Json($$"""[{"id": "good", "memory": "Likes tea", "user_id": "alice"}, {{bad}}]"""), cancellationToken: Token);
        (beside.ImportedCount, beside.FailedCount).Should().Be((1, 1));
        fixture.Embeddings.CallCount.Should().Be(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""[{"id": "a", "memory": "x", "user_id": "u"}""")]
    [InlineData("""{"results": {"id": "a"}}""")]
    [InlineData("""{"memories": []}""")]
    [InlineData("\"text\"")]
    public async Task Json_ThatIsNoExport_IsRefusedAndNothingOfItIsImported(string json)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        Func<Task> import = () => fixture.Memory.ImportAsync(Json(json), cancellationToken: Token);

        (await import.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("json");
        fixture.Embeddings.CallCount.Should().Be(0);
        (await fixture.Memory.ImportAsync(Json("[]"), cancellationToken: Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task Mem0Json_OfAPath_ReadsTheFileEachTimeAndSaysWhenItIsMissing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using Mem0File folder = new();
        MemoryImportSource source = MemoryImportSource.Mem0Json(folder.Path);

        Func<Task> missing = () => fixture.Memory.ImportAsync(source, cancellationToken: Token);
        (await missing.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("path");
        await File.WriteAllTextAsync(folder.Path, """[{"id": "a", "memory": "x", "user_id": "u"}]""", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Token);

        (await fixture.Memory.ImportAsync(source, cancellationToken: Token)).ImportedCount.Should().Be(1);
        (await fixture.Memory.ImportAsync(source, cancellationToken: Token)).UnchangedCount.Should().Be(1);
        source.ToString().Should().Be("MemoryImportSource (Mem0 JSON)");
    }

    [Fact]
    public async Task ImportAsync_WhenWhoIsAskedThrows_EndsWithThat()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportOptions options = new() { ScopeOf = _ => throw new InvalidOperationException("mine") };

        Func<Task> import = () => fixture.Memory.ImportAsync(Json("""[{"id": "a", "memory": "x"}]"""), options, Token);

        await import.Should().ThrowAsync<InvalidOperationException>().WithMessage("mine");
    }

    private static MemoryImportSource Json(string json) => MemoryImportSource.Mem0Json(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
