using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Apply;

/// <summary>What one actor said goes, wherever it is; what others said stays.</summary>
public sealed class EraseActorTests
{
    private const string Mira = "Mira Q. Unforgettable";

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseActorAsync_RemovesWhatTheActorSaidInAllScopes_AndTheNameFromChangesOfOthers(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem said = await SayAsync(fixture, "likes tea", Mira, MemoryFixture.Alice);
        MemoryItem elsewhere = await SayAsync(fixture, "plays go", Mira, MemoryFixture.Bob);
        MemoryItem deleted = await SayAsync(fixture, "had a cat", Mira, MemoryFixture.Alice);
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);
        MemoryItem others = await SayAsync(fixture, "owns a boat", "Zoe", MemoryFixture.Alice);
        MemoryItem otherCase = await SayAsync(fixture, "sings", Mira.ToUpperInvariant(), MemoryFixture.Alice);
        await fixture.Memory.UpdateAsync(others.Id, "owns two boats", new MemoryUpdateOptions { ChangedBy = Mira, ChangedByRole = "user" }, Token);
        await fixture.Memory.UpdateAsync(others.Id, "owns three boats", new MemoryUpdateOptions { ChangedBy = "Zoe" }, Token);

        EraseReceipt receipt = await fixture.Memory.EraseActorAsync(Mira, Token);

        receipt.MemoryIds.Should().BeEquivalentTo(said.Id, elsewhere.Id, deleted.Id);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token))
            .Should().BeEquivalentTo(others.Id, otherCase.Id);
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(0);
        List<HistoryEntry> rows = await fixture.HistoryAsync(others.Id);
        rows.Select(row => row.NewText).Should().Equal("owns a boat", "owns two boats", "owns three boats");
        rows.Select(row => (row.ChangedBy, row.ChangedByRole)).Should().Equal(("Zoe", "user"), (null, null), ("Zoe", null));
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Alice, cancellationToken: Token))
            .Should().OnlyContain(hit => hit.Item.ActorId != Mira);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("'; DROP TABLE history; --")]
    [InlineData("%")]
    public async Task EraseActorAsync_OfAnyName_IsLiteral_C3(string name)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem said = await SayAsync(fixture, "likes tea", name, MemoryFixture.Alice);
        MemoryItem others = await SayAsync(fixture, "owns a boat", "a", MemoryFixture.Alice);
        await fixture.Memory.UpdateAsync(others.Id, "owns two boats", new MemoryUpdateOptions { ChangedBy = name }, Token);

        EraseReceipt receipt = await fixture.Memory.EraseActorAsync(name, Token);

        receipt.MemoryIds.Should().Equal(said.Id);
        (await fixture.HistoryAsync(others.Id)).Select(row => row.ChangedBy).Should().Equal("a", null);
    }

    [Fact]
    public async Task EraseActorAsync_LeavesTheActorsNameInNoFile_D1()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await SayAsync(fixture, "likes tea", Mira, MemoryFixture.Alice);
        MemoryItem others = await SayAsync(fixture, "owns a boat", "Zoe", MemoryFixture.Alice);
        await fixture.Memory.UpdateAsync(others.Id, "owns two boats", new MemoryUpdateOptions { ChangedBy = Mira }, Token);
        fixture.Count(Mira).Should().BePositive("before, it is there");

        await fixture.Memory.EraseActorAsync(Mira, Token);

        fixture.Count(Mira).Should().Be(0);
        fixture.Count("Zoe").Should().BePositive("what was not erased is found in the same way");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseActorAsync_OfWhomNobodyKnows_ErasesNothing(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem item = await SayAsync(fixture, "likes tea", Mira, MemoryFixture.Alice);

        EraseReceipt receipt = await fixture.Memory.EraseActorAsync("Nobody", Token);

        receipt.MemoryIds.Should().BeEmpty();
        (await fixture.Memory.VerifyAsync(receipt, Token)).IsVerified.Should().BeTrue();
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseActorAsync_OfAHandle_StaysInItsScope(bool managed)
    {
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem own = await SayAsync(fixture, "likes tea", Mira, MemoryFixture.Alice);
        MemoryItem foreign = await SayAsync(fixture, "plays go", Mira, MemoryFixture.Bob);
        MemoryItem changed = await SayAsync(fixture, "owns a boat", "Zoe", MemoryFixture.Bob);
        await fixture.Memory.UpdateAsync(changed.Id, "owns two boats", new MemoryUpdateOptions { ChangedBy = Mira }, Token);

        EraseReceipt receipt = await fixture.Memory.For(MemoryFixture.Alice).EraseActorAsync(Mira, Token);

        receipt.MemoryIds.Should().Equal(own.Id);
        (await fixture.Memory.GetAsync(foreign.Id, Token)).Should().Be(foreign);
        (await fixture.HistoryAsync(changed.Id))[^1].ChangedBy.Should().Be(Mira);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task EraseActorAsync_OfABlankName_IsRefused_C6(string actor)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("stays");

        Func<Task> erase = () => fixture.Memory.EraseActorAsync(actor, Token);

        await erase.Should().ThrowAsync<MemoryValidationException>();
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1);
    }

    private static MemoryFixture Fixture(bool managed) =>
        MemoryFixture.ByRules(managed ? builder => builder.UseHistory(new InMemoryHistoryStore()) : null);

    private static async Task<MemoryItem> SayAsync(MemoryFixture fixture, string text, string actor, MemoryScope scope) =>
        (await fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, text) { AuthorName = actor }], scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
}
