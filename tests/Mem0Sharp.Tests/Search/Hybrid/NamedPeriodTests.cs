using System.Globalization;

namespace Mem0Sharp.Tests.Search.Hybrid;

public sealed class NamedPeriodTests
{
    [Theory]
    [InlineData("What happened in 2023?", 2023, null, null)]
    [InlineData("What did she do in May 2023?", 2023, 5, null)]
    [InlineData("Where was he in March?", null, 3, null)]
    [InlineData("Whom did she meet on 7 May 2023?", 2023, 5, 7)]
    [InlineData("Whom did she meet on May 7th, 2023?", 2023, 5, 7)]
    [InlineData("Whom did she meet on the 3rd of July?", null, 7, 3)]
    [InlineData("What of 2026-11-05?", 2026, 11, 5)]
    [InlineData("In 2024, what did February bring?", 2024, 2, null)]
    [InlineData("February 31, 2024", 2024, 2, null)]
    public void Find_TextThatNamesATime_ReadsItsParts(string text, int? year, int? month, int? day) =>
        NamedPeriod.Find(text).Should().Be(new NamedPeriod(year, month, day));

    [Theory]
    [InlineData("")]
    [InlineData("What may she do?")]
    [InlineData("Is 12 more than 5?")]
    [InlineData("Room 20233 or 1899 or 2100")]
    [InlineData("the 7th")]
    [InlineData("2026-13-40")]
    public void Find_TextThatNamesNone_FindsNone(string text) => NamedPeriod.Find(text).Should().BeNull();

    [Fact]
    public void Find_RandomTexts_NeverFails()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        string[] parts = ["May", "7", "31", "th", "2023", "0000-00-00", "-", "9999-12-31", "February", "of", "é", "\uD83D", " ", ",", "2026-02-29"];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)] + " "));
            double? nearness = NamedPeriod.Find(text)?.Nearness(new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero));
            (nearness is null or (>= 0 and <= 1)).Should().BeTrue("seed {0}: {1}", seed, text);
        }
    }

    [Theory]
    [InlineData("2023-05-01", 1)]
    [InlineData("2023-05-31T23:59:59", 1)]
    [InlineData("2023-06-11", 0.3679)]
    [InlineData("2023-04-28", 0.3679)]
    [InlineData("2025-05-10", 0)]
    public void Nearness_OfAMonth_IsOneWithinItAndFallsWithTheDistance(string at, double expected) =>
        new NamedPeriod(2023, 5, null).Nearness(Instant(at)).Should().BeApproximately(expected, 1e-4);

    [Theory]
    [InlineData("2023-12-31", 1)]
    [InlineData("2022-12-31", 1)]
    [InlineData("2023-01-01", 1)]
    [InlineData("2023-06-01", 0)]
    public void Nearness_OfADayWithoutAYear_CountsTheNearest(string at, double expected) =>
        new NamedPeriod(null, 12, 31).Nearness(Instant(at)).Should().BeApproximately(expected, at.StartsWith("2023-01", StringComparison.Ordinal) ? 0.01 : 1e-4);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
