using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.History;

/// <summary>Every kind of change says in the history who made it, in which role and why; who said the memory stays with the memory.</summary>
public sealed class ChangeNoteTests
{
    private const string Kept = "kept";

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string> Names => [.. Calls.Keys];

    private static Dictionary<string, Func<Memory, MemoryItem, Note, Task>> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["add verbatim"] = (memory, _, note) => memory.AddAsync(
            [Said("likes coffee")],
            MemoryFixture.Alice,
            new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason },
            Token),
        ["add inferred"] = (memory, _, note) => memory.AddAsync(
            [Said("I like coffee.")],
            MemoryFixture.Alice,
            new MemoryAddOptions { ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason },
            Token),
        ["update"] = (memory, item, note) => memory.UpdateAsync(
            item.Id, "likes milk", new MemoryUpdateOptions { ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason }, Token),
        ["update deciding"] = (memory, item, note) => memory.UpdateAsync(
            item.Id,
            _ => MemoryPatch.ForText("likes milk"),
            new MemoryRetryOptions { ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason },
            Token),
        ["update kept beside"] = (memory, item, note) => memory.UpdateAsync(
            item.Id,
            "likes milk",
            new MemoryUpdateOptions
            {
                ExpectedVersion = 1,
                OnConflict = ConflictPolicy.KeepBoth,
                ChangedBy = note.By,
                ChangedByRole = note.Role,
                Reason = note.Reason,
            },
            Token),
        ["batch update"] = (memory, item, note) => memory.BatchUpdateAsync(
            [new MemoryUpdate(item.Id, "likes milk")],
            new BatchUpdateOptions { ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason },
            Token),
        ["delete"] = (memory, item, note) => memory.DeleteAsync(
            item.Id, new MemoryDeleteOptions { ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason }, Token),
        ["batch delete"] = (memory, item, note) => memory.BatchDeleteAsync([item.Id], note.Options, Token),
        ["delete all"] = (memory, _, note) => memory.DeleteAllAsync(MemoryScope.ForUser("alice", "coach"), note.Options, Token),
        ["restore"] = (memory, item, note) => memory.RestoreAsync(
            item.Id, 1, new MemoryRestoreOptions { Force = true, ChangedBy = note.By, ChangedByRole = note.Role, Reason = note.Reason }, Token),
        ["feedback"] = (memory, item, note) => memory.FeedbackAsync(item.Id, MemoryFeedback.Negative, note.Options, Token),
        ["settle for the known"] = (memory, _, note) => memory.SettleReviewAsync(Kept, ReviewDecision.UseKnown, note.Options, Token),
        ["settle for the kept"] = (memory, _, note) => memory.SettleReviewAsync(Kept, ReviewDecision.UseKept, note.Options, Token),
        ["settle for both"] = (memory, _, note) => memory.SettleReviewAsync(Kept, ReviewDecision.UseBoth, note.Options, Token),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Change_ByWhomever_SaysWhoInWhichRoleAndWhyAndLeavesTheSpeaker(string call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        long known = (long)fixture.Sql("SELECT max(sequence) FROM history")[0][0]!;

        await Calls[call](fixture.Memory, item, new Note("carol", "admin", "she asked"));

        List<HistoryEntry> entries = await RowsAsync(fixture, known);
        entries.Should().NotBeEmpty().And.OnlyContain(
            entry => entry.ChangedBy == "carol" && entry.ChangedByRole == "admin" && entry.Reason == "she asked");
        entries.Should().OnlyContain(entry => entry.Item.ActorId == "Alice" && entry.Item.Role == "user");
        fixture.Sql($"SELECT DISTINCT changed_by, changed_by_role, reason FROM history WHERE sequence > {known}")
            .Single().Should().Equal("carol", "admin", "she asked");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Change_WithoutANote_SaysNothingButForWhatAnAddHeard(string call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        long known = (long)fixture.Sql("SELECT max(sequence) FROM history")[0][0]!;

        await Calls[call](fixture.Memory, item, new Note(null, null, null));

        List<HistoryEntry> entries = await RowsAsync(fixture, known);
        bool isHeard = call.StartsWith("add", StringComparison.Ordinal);
        entries.Should().NotBeEmpty().And.OnlyContain(entry =>
            entry.ChangedBy == (isHeard ? "Alice" : null) && entry.ChangedByRole == (isHeard ? "user" : null) && entry.Reason == null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Change_WithANoteThatIsTooLongOrBroken_IsRefusedBeforeAnythingIsDone(string call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        FileRows before = FileRows.Of(fixture);
        Note[] notes =
        [
            new(new string('x', MemoryLimits.IdLength + 1), null, null), new("\ud83d", null, null),
            new(null, new string('x', MemoryLimits.IdLength + 1), null), new(null, "\udc00", null),
            new(null, null, new string('x', MemoryLimits.ReasonLength + 1)), new(null, null, "half \ud83d"),
        ];

        foreach (Note note in notes)
        {
            Func<Task> change = () => Calls[call](fixture.Memory, item, note);
            await change.Should().ThrowAsync<MemoryValidationException>();
        }

        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task Change_WithANoteAtTheLimits_ComesBackExactly()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        Note note = new("'; DROP TABLE history; --" + new string('x', 231), "r\u00f4le \ud83d\ude00", "be\0cause" + new string('x', 992));
        await Calls["update"](fixture.Memory, item, note);
        await fixture.ReopenAsync();

        HistoryEntry entry = (await fixture.HistoryAsync(item.Id))[^1];

        (entry.ChangedBy, entry.ChangedByRole, entry.Reason).Should().Be((note.By, note.Role, note.Reason));
    }

    [Fact]
    public async Task AddAsync_OfFactsOfSeveralSpeakers_SaysOfEachWhoSaidIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]},{"text":"The shop is shut","messages":[1]},{"text":"They meet","messages":[0,1]}]}""");

        MemoryAddResult result = await fixture.Memory.AddAsync(
            [Said("I like tea"), new ChatMessage(ChatRole.Assistant, "The shop is shut")], MemoryFixture.Alice, cancellationToken: Token);

        List<HistoryEntry> entries = await RowsAsync(fixture, 0);
        result.Items.Should().HaveCount(3);
        entries.Select(entry => (entry.ChangedBy, entry.ChangedByRole)).Should().Equal(("Alice", "user"), (null, "assistant"), (null, null));
    }

    [Fact]
    public async Task AddAsync_WithANote_KeepsTheArbitersReasonBeforeTheCallers()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem item = await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a dog", "Alice has a bird");
        fixture.Decides(
            """{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice has a dog","old_text":"Alice has a cat","reason":"it is a dog"}""",
            """{"fact":1,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        await fixture.Memory.AddAsync(
            [Said("a dog, and a bird")], MemoryFixture.Alice, new MemoryAddOptions { ChangedBy = "job", Reason = "nightly" }, Token);

        List<HistoryEntry> entries = await RowsAsync(fixture, 1);
        entries.Select(entry => (entry.Event, entry.ChangedBy, entry.ChangedByRole, entry.Reason)).Should().Equal(
            (MemoryEvent.Update, "job", null, "it is a dog"), (MemoryEvent.Add, "job", null, "nightly"));
        entries[0].Item.ActorId.Should().Be(item.ActorId);
        entries[1].Item.ActorId.Should().Be("Alice");
    }

    [Fact]
    public async Task HistoryAsync_FilteredByWhoChanged_GivesTheirChangesAlone()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture);
        await Calls["update"](fixture.Memory, item, new Note("carol", null, null));
        await Calls["delete"](fixture.Memory, item, new Note("Carol", null, null));
        await Calls["restore"](fixture.Memory, item, new Note(null, "carol", null));

        (await OfAsync("carol")).Select(entry => entry.Event).Should().Equal(MemoryEvent.Update);
        (await OfAsync("Carol")).Select(entry => entry.Event).Should().Equal(MemoryEvent.Delete);
        (await OfAsync("dora")).Should().BeEmpty();
        (await OfAsync(null)).Should().HaveCountGreaterThan(3);

        async Task<List<HistoryEntry>> OfAsync(string? changedBy) =>
            await fixture.Memory.HistoryAsync(new HistoryFilter { ChangedBy = changedBy }, Token).ToListAsync(Token);
    }

    private static ChatMessage Said(string text) => new(ChatRole.User, text) { AuthorName = "Alice" };

    private static async Task<List<HistoryEntry>> RowsAsync(MemoryFixture fixture, long after) =>
        await fixture.Memory.HistoryAsync(new HistoryFilter { AfterSequence = after }, Token).ToListAsync(Token);

    /// <summary>Stores a memory of Alice's at its second version, and another one that is kept beside it.</summary>
    private static async Task<MemoryItem> StoreAsync(MemoryFixture fixture)
    {
        MemoryItem item = (await fixture.Memory.AddAsync(
            [Said("likes tea")], MemoryScope.ForUser("alice", "coach"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
        item = (await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token)).Item;
        await using IHistoryStore file = fixture.OpenHistory();
        await file.CommitAsync(
            [
                new HistoryWrite(Kept, _ => new HistoryAppend
                {
                    Event = MemoryEvent.Add, Item = item with { Id = Kept, Text = "likes tea", Version = 1, ReviewOf = item.Id },
                }),
            ],
            Token);
        return item;
    }

    private sealed record Note(string? By, string? Role, string? Reason)
    {
        public MemoryChangeOptions Options => new() { ChangedBy = By, ChangedByRole = Role, Reason = Reason };
    }
}
