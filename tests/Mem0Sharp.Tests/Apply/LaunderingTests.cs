using Mem0Sharp.Tests.Keeping;

namespace Mem0Sharp.Tests.Apply;

/// <summary>What was deleted or erased does not come back by a detour, one after the other; what nobody deleted is there at each step (D3).</summary>
public sealed class LaunderingTests
{
    private const string Gone = "I live in Berlin", Kept = "I play the cello";

    private static readonly MemoryScope RunA = MemoryScope.ForUser("alice", runId: "A"), RunB = MemoryScope.ForUser("alice", runId: "B");

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatWasDeletedOrErased_ComesBackByNoDetour_D3(bool inFile)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(inFile ? null : builder => builder.UseHistory(new InMemoryHistoryStore()));
        MemoryItem gone = await SaidAsync(fixture, Gone, RunA);
        await SaidAsync(fixture, Kept, RunA);
        string[] exported = await Exported.LinesAsync(fixture.Memory);
        await ShouldBeThereAsync(fixture, Gone, RunA);

        // Shared with another run, then deleted in the first.
        (await fixture.Memory.AddAsync(Gone + ".", RunB, cancellationToken: Token)).Facts.Single().Outcome.Should().Be(FactOutcome.None);
        await fixture.Memory.AddAsync(Kept + ".", RunB, cancellationToken: Token);
        await ShouldBeThereAsync(fixture, Gone, RunB);
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);
        await ShouldBeGoneAsync(fixture, "deleted");

        // Said again, and in other letters, in the run that has not heard of it.
        foreach (string again in (string[])[Gone + ".", "I LIVE in  Berlin", "I\u200B live in Berlin.", "\uFF29 live in Berlin"])
        {
            await fixture.Memory.AddAsync(again, RunB, cancellationToken: Token);
            await ShouldBeGoneAsync(fixture, again);
        }

        // What was exported before it was deleted, put back.
        (await Exported.ImportAsync(fixture.Memory, exported)).ImportedCount.Should().Be(0);
        await ShouldBeGoneAsync(fixture, "imported");

        // What was exported since, into an empty store, and said again there.
        await using MemoryFixture other = MemoryFixture.ByRules(builder => builder.UseTimeProvider(fixture.Time));
        await Exported.ImportAsync(other.Memory, await Exported.LinesAsync(fixture.Memory));
        await other.Memory.AddAsync(Gone + ".", RunA, cancellationToken: Token);
        await ShouldBeGoneAsync(other, "elsewhere");

        // Erased, then put back and said again.
        await fixture.Memory.EraseAsync(gone.Id, Token);
        await ShouldBeGoneAsync(fixture, "erased");
        MemoryImportResult put = await Exported.ImportAsync(fixture.Memory, exported);
        (put.ImportedCount, put.FailedCount).Should().Be((0, 1));
        await fixture.Memory.AddAsync(Gone + ".", RunA, cancellationToken: Token);
        await ShouldBeGoneAsync(fixture, "put back after the erase");
        if (inFile)
        {
            await fixture.ReopenAsync();
            await ShouldBeGoneAsync(fixture, "reopened");
        }
    }

    private static async Task<MemoryItem> SaidAsync(MemoryFixture fixture, string text, MemoryScope scope) =>
        (await fixture.Memory.AddAsync(text + ".", scope, cancellationToken: Token)).Facts.Single().Item!;

    private static async Task ShouldBeGoneAsync(MemoryFixture fixture, string when)
    {
        foreach (MemoryScope scope in (MemoryScope[])[RunA, RunB, MemoryScope.ForUser("alice")])
        {
            (await AllAsync(fixture, scope)).Should().Equal([Kept, Kept], when);
        }
    }

    private static async Task ShouldBeThereAsync(MemoryFixture fixture, string text, MemoryScope scope) =>
        (await AllAsync(fixture, scope)).Should().Contain(text, "this is how it is found while it is there");

    /// <summary>Lists, and searches for what is gone.</summary>
    private static async Task<List<string>> AllAsync(MemoryFixture fixture, MemoryScope scope)
    {
        List<string> listed = await fixture.Memory.GetAllAsync(scope, cancellationToken: Token).Select(item => item.Text).ToListAsync(Token);
        MemorySearchResults found = await fixture.Memory.SearchAsync(Gone, scope, new MemorySearchOptions { Top = 50 }, Token);
        (await fixture.Memory.CountAsync(scope, cancellationToken: Token)).Should().Be(listed.Count);
        return [.. listed, .. found.Select(hit => hit.Item.Text)];
    }
}
