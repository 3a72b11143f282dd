namespace Mem0Sharp.Tests.Apply;

/// <summary>A full batch in which some updates are bad: each is told apart, and none harms another.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class BatchUpdateOutcomeTests
{
    private const int Size = MemoryLimits.BatchSize;
    private const int Kinds = 5;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(500)]
    [InlineData(999)]
    [InlineData(1_000)]
    public async Task BatchUpdateAsync_OfAThousandWithBadItems_SaysEachOutcomeAndAppliesExactlyTheGood_B12(int bad)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));
        Random random = new(bad);
        HashSet<int> badPlaces = [.. Enumerable.Range(0, Size).OrderBy(_ => random.Next()).Take(bad)];
        Type?[] expected = new Type?[Size];
        MemoryUpdate[] updates = new MemoryUpdate[Size];
        for (int i = 0; i < Size; i++)
        {
            bool isBad = badPlaces.Contains(i);
            MemoryItem item = await fixture.StoreAsync(
                $"old {i}", options: new MemoryAddOptions { IsImmutable = isBad && i % Kinds == 0, ValidFrom = Start });
            (updates[i], expected[i]) = isBad
                ? await BadAsync(fixture, item, i % Kinds)
                : (new MemoryUpdate(item.Id, $"new {i}") { ExpectedVersion = 1 }, null);
        }

        long rows = (long)fixture.Sql("SELECT count(*) FROM history")[0][0]!;
        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(updates, cancellationToken: Token);

        result.Select(item => item.Error?.GetType()).Should().Equal(expected);
        result.Select(item => item.Outcome).Should().Equal(
            expected.Select(error => error is null ? UpdateOutcome.Updated : UpdateOutcome.Failed));
        result.Select(item => item.Item?.Text).Should().Equal(expected.Select((error, i) => error is null ? $"new {i}" : null));
        result.FailedCount.Should().Be(bad);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(rows + Size - bad);
        IReadOnlyList<MemoryItem?> after = await fixture.Memory.GetAsync(updates.Select(update => update.Id), Token);
        after.Where((item, i) => item is not null && expected[i] is not null).Should().NotContain(item => item!.Version != 1);
    }

    private static async Task<(MemoryUpdate Update, Type Error)> BadAsync(MemoryFixture fixture, MemoryItem item, int kind)
    {
        switch (kind)
        {
            case 0:
                return (new MemoryUpdate(item.Id, "never"), typeof(ImmutableMemoryException));
            case 1:
                return (new MemoryUpdate($"unknown-{item.Id}", "never"), typeof(MemoryNotFoundException));
            case 2:
                return (new MemoryUpdate(item.Id, "never") { ExpectedVersion = 2 }, typeof(MemoryConflictException));
            case 3:
                await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
                return (new MemoryUpdate(item.Id, "never"), typeof(MemoryNotFoundException));
            default:
                // Acceptable by itself, and not with what the memory has: it would stop holding before it starts.
                return (
                    new MemoryUpdate(item.Id, new MemoryPatch { Text = "never", ValidTo = Start }), typeof(MemoryValidationException));
        }
    }
}
