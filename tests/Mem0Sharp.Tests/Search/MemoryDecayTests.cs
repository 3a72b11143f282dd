namespace Mem0Sharp.Tests.Search;

public sealed class MemoryDecayTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(15, 0.70710678)]
    [InlineData(30, 0.5)]
    [InlineData(60, 0.25)]
    [InlineData(300, 0.0009765625)]
    [InlineData(-1, 1)]
    [InlineData(-10_000, 1)]
    public void Recency_AtAnAge_IsHalvedWithEachHalfLife(int days, double expected)
    {
        MemoryItem item = Item() with { CreatedAt = Now.AddDays(-days) };

        MemoryDecay.Recency(item, Now, Month).Should().BeApproximately(expected, 1e-8);
        MemoryDecay.Recency(item, Now.ToOffset(TimeSpan.FromHours(5)), Month).Should().BeApproximately(expected, 1e-8, "an instant is the same anywhere");
    }

    [Fact]
    public void Recency_OfAMemory_GoesByWhenItHoldsThenByWhenItWasSaidThenByWhenItWasRecorded()
    {
        MemoryItem recorded = Item() with { CreatedAt = Now, UpdatedAt = Now };
        MemoryItem said = recorded with { Source = new MemorySource([]) { OccurredAt = Now.AddDays(-30) } };
        MemoryItem holding = said with { ValidFrom = Now.AddDays(-60) };

        ((MemoryItem[])[recorded, said, holding]).Select(item => MemoryDecay.Recency(item, Now, Month)).Should().Equal(1, 0.5, 0.25);
    }

    [Theory]
    [InlineData(0.8, 0, 0.8)]
    [InlineData(0.8, 30, 0.4)]
    [InlineData(0.8, 60, 0.2)]
    [InlineData(0.8, -30, 0.8)]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(7, 0, 1)]
    [InlineData(-7, 0, 0)]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(double.PositiveInfinity, 30, 0.5)]
    public void Salience_SomeTimeAfterTheLastChange_IsHalvedWithEachHalfLife(double salience, int days, double expected) =>
        MemoryDecay.Salience(Item() with { Salience = salience, CreatedAt = Now.AddYears(-9), UpdatedAt = Now.AddDays(-days) }, Now, Month)
            .Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void Decay_WithAHalfLifeWithoutEnd_TakesNothing()
    {
        MemoryItem item = Item() with { Salience = 0.7, CreatedAt = DateTimeOffset.MinValue, UpdatedAt = DateTimeOffset.MinValue };

        MemoryDecay.Recency(item, DateTimeOffset.MaxValue, TimeSpan.MaxValue).Should().Be(1);
        MemoryDecay.Salience(item, DateTimeOffset.MaxValue, TimeSpan.MaxValue).Should().Be(0.7);
        MemoryDecay.Recency(item, DateTimeOffset.MaxValue, TimeSpan.MaxValue - TimeSpan.FromTicks(1)).Should().BeLessThan(1);
    }

    [Fact]
    public void Decay_OfRandomMemories_IsFromZeroToOneAndNeverGrowsWithAge()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        DateTimeOffset[] edges = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Now];
        for (int i = 0; i < 5_000; i++)
        {
            DateTimeOffset at = AnyOf(random, edges), later = AnyOf(random, edges), now = AnyOf(random, edges);
            (at, later) = at <= later ? (at, later) : (later, at);
            TimeSpan halfLife = TimeSpan.FromTicks(random.Next(3) == 0 ? 1 : random.NextInt64(1, TimeSpan.MaxValue.Ticks));
            MemoryItem older = Item() with { CreatedAt = at, UpdatedAt = at, Salience = random.NextDouble() };
            MemoryItem newer = older with { CreatedAt = later, UpdatedAt = later };

            foreach (Func<MemoryItem, DateTimeOffset, TimeSpan, double> decay in
                (Func<MemoryItem, DateTimeOffset, TimeSpan, double>[])[MemoryDecay.Recency, MemoryDecay.Salience])
            {
                decay(older, now, halfLife).Should().BeInRange(0, 1, "seed {0}", seed);
                decay(older, now, halfLife).Should().BeLessThanOrEqualTo(decay(newer, now, halfLife), "seed {0}", seed);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Decay_WithAHalfLifeThatIsNotAboveZero_IsRefused(long ticks)
    {
        FluentActions.Invoking(() => MemoryDecay.Recency(Item(), Now, TimeSpan.FromTicks(ticks))).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryDecay.Salience(Item(), Now, TimeSpan.FromTicks(ticks))).Should().Throw<MemoryValidationException>();
    }

    private static DateTimeOffset AnyOf(Random random, DateTimeOffset[] edges) => random.Next(2) == 0
        ? edges[random.Next(edges.Length)]
        : new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks + 1), TimeSpan.Zero);

    private static MemoryItem Item() => new() { Id = "m", Text = "t", Scope = MemoryFixture.Alice };
}
