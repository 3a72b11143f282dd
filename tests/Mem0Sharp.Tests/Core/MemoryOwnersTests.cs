using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Core;

/// <summary>Who has memories can be listed, with how many.</summary>
public sealed class MemoryOwnersTests
{
    [Fact]
    public async Task GetOwnersAsync_OfAStore_ListsEachIdWithItsMemories()
    {
        await using MemoryFixture fixture = ByRules();
        DateTimeOffset start = fixture.Time.GetUtcNow();
        MemoryItem first = await fixture.StoreAsync("Likes tea", MemoryScope.ForUser("alice", agentId: "coach"));
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.StoreAsync("Likes cake", MemoryScope.ForUser("alice", runId: "r1", appId: "web"));
        await fixture.StoreAsync("Likes rum", Bob);
        MemoryItem gone = await fixture.StoreAsync("Likes gin", MemoryScope.ForUser("carol"));
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(first.Id, "Likes green tea", cancellationToken: Token);

        IReadOnlyList<MemoryOwner> owners = await fixture.Memory.GetOwnersAsync(Token);

        owners.Select(owner => (owner.Kind, owner.Id, owner.Count)).Should().Equal(
            (MemoryOwnerKind.User, "alice", 2), (MemoryOwnerKind.User, "bob", 1), (MemoryOwnerKind.Agent, "coach", 1),
            (MemoryOwnerKind.Run, "r1", 1), (MemoryOwnerKind.App, "web", 1));
        (owners[0].CreatedAt, owners[0].UpdatedAt).Should().Be((start, start.AddHours(2)));
        owners[0].Scope.Should().Be(Alice);
    }

    [Fact]
    public async Task GetOwnersAsync_OfAHandle_ListsOnlyWhatItsScopeHas()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Likes tea", MemoryScope.ForUser("alice", agentId: "coach"));
        await fixture.StoreAsync("Likes rum", MemoryScope.ForUser("bob", agentId: "coach"));

        (await fixture.Memory.For(Alice).GetOwnersAsync(Token)).Select(owner => (owner.Id, owner.Count)).Should().Equal(("alice", 1), ("coach", 1));
        (await fixture.Memory.For(MemoryScope.ForAgent("coach")).GetOwnersAsync(Token)).Should().HaveCount(3);
    }

    [Fact]
    public async Task GetOwnersAsync_OfAnExpiredMemory_LeavesItOut()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Likes tea", Alice, new MemoryAddOptions { ExpiresAt = fixture.Time.GetUtcNow().AddHours(1) });
        (await fixture.Memory.GetOwnersAsync(Token)).Should().ContainSingle();

        fixture.Time.Advance(TimeSpan.FromHours(2));

        (await fixture.Memory.GetOwnersAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task GetOwnersAsync_OfMoreThanAPage_CountsThemAll()
    {
        await using MemoryFixture fixture = ByRules();
        string[] texts = [.. Enumerable.Range(0, MemoryLimits.BatchSize + 5).Select(i => $"Owns book {i}")];
        foreach (string[] part in texts.Chunk(100))
        {
            await fixture.Memory.AddAsync(
                part.Select(text => new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.User, text)),
                Alice,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim },
                Token);
        }

        (await fixture.Memory.GetOwnersAsync(Token)).Single().Count.Should().Be(texts.Length);
    }
}
