using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A full batch of which all happens or nothing, to the last row of the file.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class BatchAllOrNothingTests
{
    private const int Size = MemoryLimits.BatchSize;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BatchUpdateOptions AllOrNothing = new() { AllOrNothing = true };

    private static readonly string[] Kinds = ["immutable", "unknown", "deleted", "version", "validity", "parts", "base", "tags", "metadata"];

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string> BadKinds => [.. Kinds];

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(999)]
    [InlineData(1_000)]
    public async Task BatchUpdateAsync_AllOrNothingOfAThousandWithBadItems_DoesTrulyNothing_B12(int bad)
    {
        await using MemoryFixture fixture = Fixture();
        List<MemoryItem> items = await StoreAsync(fixture, Size);
        Random random = new(bad);
        HashSet<int> places = [.. Enumerable.Range(0, Size).OrderBy(_ => random.Next()).Take(bad)];
        MemoryUpdate[] updates = new MemoryUpdate[Size];
        for (int i = 0; i < Size; i++)
        {
            updates[i] = places.Contains(i) ? await BadAsync(fixture, items[i], Kinds[i % Kinds.Length]) : Good(items[i], i);
        }

        FileRows before = FileRows.Of(fixture);

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(updates, AllOrNothing, Token);

        FileRows.Of(fixture).Should().Be(before);
        result.FailedCount.Should().Be(bad, "seed {0}", bad);
        result.Should().OnlyContain(item => item.Outcome == UpdateOutcome.Failed || item.Outcome == UpdateOutcome.NotApplied);
        result.Select(item => item.Error is not null).Should().Equal(Enumerable.Range(0, Size).Select(places.Contains));
        result.Where(item => item.Error is null).Should().NotContain(item => item.Item!.Version != 1);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothingOfAThousandGoodOnes_DoesAllInOneCallAndOneTransaction_B12()
    {
        await using MemoryFixture fixture = Fixture();
        List<MemoryItem> items = await StoreAsync(fixture, Size);
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory memory = fixture.OpenOther(builder => builder.UseHistory(history));
        await memory.OpenAsync(Token);
        int calls = fixture.Embeddings.CallCount;
        MemoryUpdate[] updates = [.. items.Select(Good)];
        BatchUpdateOptions keyed = new() { AllOrNothing = true, IdempotencyKey = "key" };

        BatchUpdateResult result = await memory.BatchUpdateAsync(updates, keyed, Token);
        FileRows after = FileRows.Of(fixture);
        BatchUpdateResult again = await fixture.Memory.BatchUpdateAsync(updates, keyed, Token);

        result.UpdatedCount.Should().Be(Size);
        history.CommitSizes.Should().Equal(Size);
        (fixture.Embeddings.CallCount - calls).Should().Be(1);
        SameResult.ShouldBe(again, result);
        FileRows.Of(fixture).Should().Be(after);
    }

    [Theory]
    [MemberData(nameof(BadKinds))]
    public async Task BatchUpdateAsync_AllOrNothingWithOneBadItem_DoesNothingWhateverIsWrongWithIt_B12(string kind)
    {
        await using MemoryFixture fixture = Fixture();
        List<MemoryItem> items = await StoreAsync(fixture, 18);
        MemoryUpdate[] good = [.. items.Select(Good)];
        int place = Array.IndexOf(Kinds, kind);
        MemoryUpdate bad = await BadAsync(fixture, items[place], kind);
        MemoryUpdate[] withBad = [.. good];
        withBad[place] = bad;
        FileRows before = FileRows.Of(fixture);

        BatchUpdateResult together = await fixture.Memory.BatchUpdateAsync(withBad, AllOrNothing, Token);

        together.Where(item => item.Error is not null).Should().ContainSingle().Which.Id.Should().Be(bad.Id);
        together.Count(item => item.Outcome == UpdateOutcome.NotApplied).Should().Be(17);
        FileRows.Of(fixture).Should().Be(before);

        BatchUpdateResult each = await fixture.Memory.BatchUpdateAsync(withBad, cancellationToken: Token);
        each.UpdatedCount.Should().Be(17);
        SameResult.ShouldBe(each[place].Error, together[place].Error);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothing_WhenBadItemsAppearBeforeTheCommit_DoesNothing_B12()
    {
        await using MemoryFixture fixture = Fixture();
        List<MemoryItem> items = await StoreAsync(fixture, Size);
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        string rows = string.Empty;
        history.BeforeNextCommit = async () =>
        {
            await fixture.Memory.BatchDeleteAsync(items.Where((_, i) => i % 100 == 7).Select(item => item.Id), cancellationToken: Token);
            rows = FileRows.Of(fixture).Rows;
        };

        BatchUpdateResult result = await late.BatchUpdateAsync(items.Select(Good), AllOrNothing, Token);

        FileRows.Of(fixture).Rows.Should().Be(rows);
        result.FailedCount.Should().Be(10);
        result.Where(item => item.Error is not null).Should().OnlyContain(item => item.Error is MemoryNotFoundException);
        (await late.SearchAsync("new text 3", MemoryFixture.Alice, new MemorySearchOptions { Top = 1 }, Token)).Single().Item.Version.Should().Be(1);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothingOfMoreThanAThousand_IsRefusedSayingTheLimit_B12()
    {
        await using MemoryFixture fixture = Fixture();
        List<MemoryItem> items = await StoreAsync(fixture, Size + 1);
        FileRows before = FileRows.Of(fixture);

        Func<Task> update = () => fixture.Memory.BatchUpdateAsync(items.Select(Good), AllOrNothing, Token);

        MemoryValidationException error = (await update.Should().ThrowAsync<MemoryValidationException>()).Which;
        error.Message.Should().Contain("1001");
        error.Suggestion.Should().Contain("1000");
        FileRows.Of(fixture).Should().Be(before);
    }

    private static MemoryFixture Fixture() => MemoryFixture.ByRules(
        builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));

    private static MemoryUpdate Good(MemoryItem item, int i) => new(item.Id, $"new text {i}") { ExpectedVersion = 1 };

    private static async Task<MemoryUpdate> BadAsync(MemoryFixture fixture, MemoryItem item, string kind)
    {
        switch (kind)
        {
            case "immutable":
                return new MemoryUpdate(
                    (await fixture.StoreAsync($"frozen {item.Id}", options: new MemoryAddOptions { IsImmutable = true })).Id, "never");
            case "unknown":
                return new MemoryUpdate($"unknown-{item.Id}", "never");
            case "deleted":
                await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
                return new MemoryUpdate(item.Id, "never");
            case "version":
                return new MemoryUpdate(item.Id, "never") { ExpectedVersion = 2 };
            case "validity":
                return new MemoryUpdate(item.Id, new MemoryPatch { Text = "never", ValidTo = Start });
            case "parts":
                await fixture.Memory.UpdateAsync(item.Id, $"theirs {item.Id}", cancellationToken: Token);
                return new MemoryUpdate(item.Id, "never") { ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge };
            case "base":
                return new MemoryUpdate(item.Id, "never") { ExpectedVersion = 7, OnConflict = ConflictPolicy.KeepBoth };
            case "tags":
                return new MemoryUpdate(
                    item.Id,
                    new MemoryPatch { Text = "never", Tags = TagsPatch.Add(Enumerable.Range(0, MemoryLimits.Tags).Select(i => $"t{i}")) });
            default:
                return new MemoryUpdate(
                    item.Id, new MemoryPatch { Text = "never", Metadata = new JsonObject { ["large"] = new string('x', MemoryLimits.MetadataBytes - 20) } });
        }
    }

    private static async Task<List<MemoryItem>> StoreAsync(MemoryFixture fixture, int count)
    {
        List<MemoryItem> items = [];
        foreach (int[] part in Enumerable.Range(0, count).Chunk(MemoryLimits.Messages))
        {
            MemoryAddResult added = await fixture.Memory.AddAsync(
                part.Select(i => new ChatMessage(ChatRole.User, $"text {i}")),
                MemoryFixture.Alice,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ValidFrom = Start, Tags = ["own"], Metadata = new JsonObject { ["own"] = "metadata of its own" } },
                Token);
            items.AddRange(added.Items);
        }

        return items;
    }
}
