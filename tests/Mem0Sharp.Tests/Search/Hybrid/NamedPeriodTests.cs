using System.Globalization;
using System.Text;

namespace Mem0Sharp.Tests.Search.Hybrid;

public sealed class NamedPeriodTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = Instant("2024-05-15T12:00");

    [Theory]
    [InlineData("What did she do in 2023?", "2023-01-01", "2024-01-01")]
    [InlineData("Where was he in March 2024?", "2024-03-01", "2024-04-01")]
    [InlineData("Where was he in March of 2024?", "2024-03-01", "2024-04-01")]
    [InlineData("Whom did she meet on 7 May 2023?", "2023-05-07", "2023-05-08")]
    [InlineData("Whom did she meet on May 7th, 2023?", "2023-05-07", "2023-05-08")]
    [InlineData("Whom did she meet on the 7th of May, 2023?", "2023-05-07", "2023-05-08")]
    [InlineData("What of 2026-11-05?", "2026-11-05", "2026-11-06")]
    [InlineData("In 2024, what did February bring?", "2024-02-01", "2024-03-01")]
    [InlineData("February 31, 2024", "2024-02-01", "2024-03-01")]
    [InlineData("What did May do in May of 2023?", "2023-05-01", "2023-06-01")]
    [InlineData("Oct. 13, 2023", "2023-10-13", "2023-10-14")]
    [InlineData("What was there in Sept 2023?", "2023-09-01", "2023-10-01")]
    [InlineData("5/7/2026", "2026-01-01", "2027-01-01")]
    [InlineData("12-31 or 1999-12-31", "1999-12-31", "2000-01-01")]
    [InlineData("May 2023 March forward", "2023-05-01", "2023-06-01")]
    public void Find_ADate_IsThatTime(string text, string from, string to) => ShouldFind(text, from, to);

    [Theory]
    [InlineData("Where was he in March?", "03", "03")]
    [InlineData("What did July bring?", "07", "07")]
    [InlineData("Whom did she meet on the 3rd of July?", "07-03", "07-03")]
    [InlineData("When did Jan 2 come?", "01-02", "01-02")]
    [InlineData("February 30", "02", "02")]
    [InlineData("February 29", "02-29", "02-29")]
    [InlineData("between March and May", "03", "05")]
    [InlineData("from 7 May to the 3rd of June", "05-07", "06-03")]
    [InlineData("at the end of June", "06", "06")]
    public void Find_ADateOfNoYear_IsThatOfEveryYear(string text, string first, string last) =>
        NamedPeriod.Find(text, Now).Should().Be(NamedPeriod.EveryYear(OfYear(first), OfYear(last)));

    [Theory]
    [InlineData("What did she eat today?", "2024-05-15", "2024-05-16")]
    [InlineData("Yesterday, what did she eat?", "2024-05-14", "2024-05-15")]
    [InlineData("Was it good? Yesterday's cake", "2024-05-14", "2024-05-15")]
    [InlineData("What did we say yesterday evening?", "2024-05-14", "2024-05-15")]
    [InlineData("What did she dream last night?", "2024-05-14", "2024-05-15")]
    [InlineData("What is on tomorrow?", "2024-05-16", "2024-05-17")]
    [InlineData("What is on the day after tomorrow?", "2024-05-17", "2024-05-18")]
    [InlineData("What was on the day before yesterday?", "2024-05-13", "2024-05-14")]
    [InlineData("What did she do last week?", "2024-05-06", "2024-05-13")]
    [InlineData("What does she do this week?", "2024-05-13", "2024-05-20")]
    [InlineData("What will she do next week?", "2024-05-20", "2024-05-27")]
    [InlineData("Where was she last weekend?", "2024-05-11", "2024-05-13")]
    [InlineData("Where is she this weekend?", "2024-05-18", "2024-05-20")]
    [InlineData("Last month, where was she?", "2024-04-01", "2024-05-01")]
    [InlineData("Where was she last year?", "2023-01-01", "2024-01-01")]
    [InlineData("Where is she next year?", "2025-01-01", "2026-01-01")]
    [InlineData("the week before last", "2024-04-29", "2024-05-06")]
    [InlineData("the month after next", "2024-07-01", "2024-08-01")]
    [InlineData("What did she do last Wednesday?", "2024-05-08", "2024-05-09")]
    [InlineData("What did she do last tuesday?", "2024-05-14", "2024-05-15")]
    [InlineData("What does she do this Monday?", "2024-05-13", "2024-05-14")]
    [InlineData("What does she do next Wednesday?", "2024-05-22", "2024-05-23")]
    [InlineData("What does she do next Thursday?", "2024-05-16", "2024-05-17")]
    [InlineData("Where was she last May?", "2023-05-01", "2023-06-01")]
    [InlineData("Where was she last March?", "2024-03-01", "2024-04-01")]
    [InlineData("Where is she this May?", "2024-05-01", "2024-06-01")]
    [InlineData("Where is she next May?", "2025-05-01", "2025-06-01")]
    [InlineData("Where was she three days ago?", "2024-05-12", "2024-05-13")]
    [InlineData("Where was she about 2 weeks ago?", "2024-04-27T12:00", "2024-05-04T12:00")]
    [InlineData("Where was she a month ago?", "2024-03-31", "2024-04-30")]
    [InlineData("Where was she twelve years ago?", "2011-11-15", "2012-11-13")]
    [InlineData("What did she do in the last three days?", "2024-05-12T12:00", "2024-05-15T12:00")]
    [InlineData("What did she do over the past month?", "2024-04-15T12:00", "2024-05-15T12:00")]
    [InlineData("What did she do this past week?", "2024-05-08T12:00", "2024-05-15T12:00")]
    public void Find_WordsThatCountFromNow_AreThatTime(string text, string from, string to) => ShouldFind(text, from, to);

    [Theory]
    [InlineData("What did she do before May 2023?", null, "2023-05-01")]
    [InlineData("What did she do prior to 2023-05-07?", null, "2023-05-07")]
    [InlineData("Where did she live until May 2023?", null, "2023-06-01")]
    [InlineData("Where did she live till 2023?", null, "2024-01-01")]
    [InlineData("What did she do after May 2023?", "2023-06-01", null)]
    [InlineData("What did she do since the 7th of May 2023?", "2023-05-07", null)]
    [InlineData("What has she done since March?", "2024-03-01", null)]
    [InlineData("What has she done since June?", "2023-06-01", null)]
    [InlineData("What did she do after 14 May?", "2024-05-15", null)]
    [InlineData("What did she do after 15 May?", "2023-05-16", null)]
    [InlineData("What has she done since yesterday?", "2024-05-14", null)]
    [InlineData("What did she do before last week?", null, "2024-05-06")]
    [InlineData("What did she do from May 2023 onwards?", "2023-05-01", null)]
    [InlineData("between May and July 2023", "2023-05-01", "2023-08-01")]
    [InlineData("between November and February 2023", "2022-11-01", "2023-03-01")]
    [InlineData("between November 2022 and February", "2022-11-01", "2023-03-01")]
    [InlineData("between 11 and 15 August 2023", "2023-08-11", "2023-08-16")]
    [InlineData("between August 11 and 15, 2023", "2023-08-11", "2023-08-16")]
    [InlineData("between August 11 and 15 of 2023", "2023-08-11", "2023-08-16")]
    [InlineData("between August 11 and August 15 2023", "2023-08-11", "2023-08-16")]
    [InlineData("from 2019 to 2021", "2019-01-01", "2022-01-01")]
    [InlineData("between 2021 and 2019", "2019-01-01", "2022-01-01")]
    [InlineData("between last week and yesterday", "2024-05-06", "2024-05-15")]
    [InlineData("the week before 16 November 2023", "2023-11-09", "2023-11-16")]
    [InlineData("the week before May 7", "2024-04-30", "2024-05-07")]
    [InlineData("the two weeks after 16 November 2023", "2023-11-17", "2023-12-01")]
    [InlineData("two days after 16 November 2023", "2023-11-18", "2023-11-19")]
    [InlineData("two weeks before 16 November 2023", "2023-10-29T12:00", "2023-11-05T12:00")]
    [InlineData("the Sunday before October 25, 2022", "2022-10-23", "2022-10-24")]
    [InlineData("last weekend before April 10, 2023", "2023-04-08", "2023-04-10")]
    [InlineData("shortly before May 2023", "2023-05-01", "2023-06-01")]
    public void Find_BeforeAfterAndBetween_AreTheStretchOfTime(string text, string? from, string? to) => ShouldFind(text, from, to);

    [Theory]
    [InlineData("last Friday on 20 January 2023", "2023-01-20", "2023-01-21")]
    [InlineData("What does he do now, and what in August 2023?", "2023-08-01", "2023-09-01")]
    [InlineData("What does he do now that he did not last week?", "2024-05-06", "2024-05-13")]
    [InlineData("in 2021 or 2022", "2021-01-01", "2022-01-01")]
    public void Find_SeveralTimes_ADateCountsFirstThenWhatCountsFromNow(string text, string from, string to) => ShouldFind(text, from, to);

    [Theory]
    [InlineData("Where does she live now?")]
    [InlineData("Who is currently the head?")]
    [InlineData("What is she reading at the moment?")]
    [InlineData("What is she up to these days?")]
    [InlineData("Does she still live in Oslo?")]
    [InlineData("What is her current job?")]
    [InlineData("What is Ann's current job?")]
    [InlineData("Where is she at present?")]
    public void Find_WordsThatAskForNow_AskForWhatHolds(string text) =>
        NamedPeriod.Find(text, Now).Should().Be(NamedPeriod.Holding(Now.UtcDateTime));

    [Theory]
    [InlineData("")]
    [InlineData("What may she do?")]
    [InlineData("May she eat nuts?")]
    [InlineData("When did May go to Oslo?")]
    [InlineData("What does June like, and April?")]
    [InlineData("Who is Jan? Who is Dec?")]
    [InlineData("March forward!")]
    [InlineData("Is 12 more than 5?")]
    [InlineData("Room 20233 or 1899 or 2100")]
    [InlineData("the 7th")]
    [InlineData("2026-13-40")]
    [InlineData("5/7/2 or 5.7.26")]
    [InlineData("between 2 and 5")]
    [InlineData("from Ann to Ben")]
    [InlineData("What is her last name?")]
    [InlineData("Who lives next door to this house?")]
    [InlineData("Now and then she sings. She sings now and again.")]
    [InlineData("Now, what did she sing?")]
    [InlineData("What did she do until now?")]
    [InlineData("Who saw Apocalypse Now?")]
    [InlineData("Who sings Yesterday?")]
    [InlineData("Did she paint a still life?")]
    [InlineData("Did he sit still?")]
    [InlineData("Was she still in Oslo?")]
    [InlineData("How strong is the current in the river?")]
    [InlineData("What was said at the moment of truth?")]
    [InlineData("What did she learn in the last year of school?")]
    [InlineData("What came the next day, and the next week?")]
    [InlineData("How long ago was it?")]
    [InlineData("Was it more than three years ago?")]
    [InlineData("Was it half a year ago, or a year and two months ago?")]
    [InlineData("Was it 2.5 weeks ago or many weeks ago?")]
    [InlineData("What is due before May?")]
    [InlineData("What is due until 7 May?")]
    [InlineData("What happened on Monday?")]
    [InlineData("What came before, and what after that?")]
    [InlineData("gestern, hier, vorige Woche, im Mai")]
    public void Find_WhatIsNotSureToBeATime_IsNone(string text) => NamedPeriod.Find(text, Now).Should().BeNull();

    [Theory]
    [InlineData("0001-01-01", "last year")]
    [InlineData("0001-01-01", "yesterday")]
    [InlineData("0001-01-01", "last Monday")]
    [InlineData("0001-01-01", "last May")]
    [InlineData("0001-01-01", "ten years ago")]
    [InlineData("0001-01-01", "in the last week")]
    [InlineData("0001-01-01", "the week before last")]
    [InlineData("0001-01-01", "the day before today")]
    [InlineData("9999-12-31T23:59", "tomorrow")]
    [InlineData("9999-12-31T23:59", "next year")]
    [InlineData("9999-12-31T23:59", "next May")]
    [InlineData("9999-12-31T23:59", "the week after next")]
    public void Find_ATimeOutsideOfTheCalendar_IsNone(string now, string text) => NamedPeriod.Find(text, Instant(now)).Should().BeNull();

    [Theory]
    [InlineData("0001-01-01", "this week")]
    [InlineData("0001-01-01", "next year")]
    [InlineData("0001-01-01", "since May")]
    [InlineData("9999-12-31T23:59", "today")]
    [InlineData("9999-12-31T23:59", "this year")]
    [InlineData("9999-12-31T23:59", "since December")]
    [InlineData("9999-12-31T23:59", "in December")]
    public void Find_ATimeAtTheEdgeOfTheCalendar_HasANearness(string now, string text)
    {
        // What would be of the year 0 is no time: the one case in which both are right.
        NamedPeriod? period = NamedPeriod.Find(text, Instant(now));

        (period is null).Should().Be(text is "since May");
        (period?.Nearness(Said(Instant(now))) is null or > 0).Should().BeTrue();
    }

    [Fact]
    public void Find_RandomWords_NeverFailsAndIsFromZeroToOne()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        string[] parts =
        [
            "May", "March", "Oct", "7", "31", "31st", "th", "2023", "1900", "2099", "0000-00-00", "-", "9999-12-31", "February", "of", "é", "\uD83D", " ", ",",
            "2026-02-29", "2024-02-29", "last", "this", "next", "past", "the", "week", "weeks", "weekend", "weekends", "day", "days", "month", "months",
            "year", "years", "Friday", "a", "two", "999", "ago", "before", "after", "since", "until", "prior", "to", "between", "and", "from", "on", "now",
            "still", "today", "yesterday", "tomorrow", "night", "in", "٧", "shortly", "these", "moment", "at", ".",
        ];
        DateTimeOffset[] nows = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Now];
        int found = 0;
        for (int i = 0; i < 60_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => parts[random.Next(parts.Length)] + " "));
            DateTimeOffset now = random.Next(3) > 0 ? nows[random.Next(nows.Length)] : Any(random);
            MemoryItem item = Said(Any(random)) with
            {
                ValidFrom = random.Next(2) == 0 ? Any(random) : null,
                ValidTo = random.Next(2) == 0 ? Any(random) : null,
            };

            double? nearness = NamedPeriod.Find(text, now)?.Nearness(item);

            found += nearness is null ? 0 : 1;
            (nearness is null or (>= 0 and <= 1)).Should().BeTrue("seed {0}: {1} at {2:O}", seed, text, now);
        }

        found.Should().BePositive("seed {0}", seed);
    }

    [Theory]
    [InlineData("before ")]
    [InlineData("between May ")]
    [InlineData("from 7 to ")]
    [InlineData("the week before ")]
    [InlineData("last two ")]
    [InlineData("7 of ")]
    public void Find_AHostileTextAsLongAsAQuestionMayBe_LooksAtEachWordAFewTimes(string part)
    {
        string text = new StringBuilder().Insert(0, part, MemoryLimits.TextLength / part.Length).ToString();
        TimeSpan patience = TimeSpan.FromSeconds(10);
        long start = TimeProvider.System.GetTimestamp();

        NamedPeriod.Find(text, Now);

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(patience);
    }

    [Theory]
    [InlineData("2023-05-01", 1)]
    [InlineData("2023-05-31T23:59:59", 1)]
    [InlineData("2023-06-11", 0.3679)]
    [InlineData("2023-04-28", 0.3679)]
    [InlineData("2025-05-10", 0)]
    public void Nearness_OfAMonth_IsOneWithinItAndFallsWithTheDistance(string at, double expected) =>
        NearnessOf("in May 2023", Said(Instant(at))).Should().BeApproximately(expected, 1e-4);

    [Theory]
    [InlineData("2023-12-31", 1)]
    [InlineData("2022-12-31", 1)]
    [InlineData("2023-01-01", 1)]
    [InlineData("2023-01-11", 0.3679)]
    [InlineData("2023-06-01", 0)]
    public void Nearness_OfADayWithoutAYear_CountsTheNearest(string at, double expected) =>
        NearnessOf("on December 31", Said(Instant(at))).Should().BeApproximately(expected, 1e-4);

    [Theory]
    [InlineData("between November and February", "2023-01-15", 1)]
    [InlineData("between November and February", "2023-11-15", 1)]
    [InlineData("between November and February", "2023-03-11", 0.3679)]
    [InlineData("between November and February", "2023-07-15", 0)]
    [InlineData("before May 2023", "1990-01-01", 1)]
    [InlineData("before May 2023", "2023-05-11", 0.3679)]
    [InlineData("after May 2023", "2090-01-01", 1)]
    [InlineData("after May 2023", "2023-05-29", 0.3679)]
    [InlineData("since May 2023", "2023-05-29", 1)]
    public void Nearness_OfAStretchOfTime_FallsOnTheSideWhereItIsNot(string text, string at, double expected) =>
        NearnessOf(text, Said(Instant(at))).Should().BeApproximately(expected, 1e-4);

    [Theory]
    [InlineData("in May 2023", "2023-04-01", "2023-05-02", 1)]
    [InlineData("in May 2023", "2020-01-01", "2025-01-01", 1)]
    [InlineData("in May 2023", "2023-01-01", "2023-04-28", 0.3679)]
    [InlineData("in May 2023", "2023-06-11", "2023-07-01", 0.3679)]
    [InlineData("in May 2023", "2023-04-01", null, 0)]
    [InlineData("in May 2023", null, "2023-05-02", 1)]
    [InlineData("in May", "2020-01-01", "2023-01-01", 1)]
    [InlineData("in May", "2023-06-11", "2023-07-01", 0.3679)]
    [InlineData("before May 2023", "2023-04-01", null, 1)]
    [InlineData("before May 2023", "2023-05-11", "2024-01-01", 0.3679)]
    [InlineData("after May 2023", "2020-04-01", null, 1)]
    [InlineData("after May 2023", "2020-04-01", "2023-05-29", 0.3679)]
    [InlineData("after May 2023", null, "2020-01-01", 0)]
    [InlineData("Where does she live now?", null, null, 1)]
    [InlineData("Where does she live now?", "2020-01-01", null, 1)]
    [InlineData("Where does she live now?", "2020-01-01", "2024-05-15T12:01", 1)]
    [InlineData("Where does she live now?", "2020-01-01", "2024-05-15T12:00", 0)]
    [InlineData("Where does she live now?", null, "2023-01-01", 0)]
    [InlineData("Where does she live now?", "2024-05-15T12:00", null, 1)]
    [InlineData("Where does she live now?", "2024-05-15T12:01", null, 0)]
    public void Nearness_OfAMemoryThatSaysWhenItHolds_GoesByThat(string text, string? from, string? to, double expected) =>
        NearnessOf(text, Said(Instant("2024-01-01")) with { ValidFrom = At(from), ValidTo = At(to) }).Should().BeApproximately(expected, 1e-4);

    private static void ShouldFind(string text, string? from, string? to) =>
        NamedPeriod.Find(text, Now).Should().Be(NamedPeriod.Between(At(from)?.UtcDateTime, At(to)?.UtcDateTime));

    private static double? NearnessOf(string text, MemoryItem item) => NamedPeriod.Find(text, Now)?.Nearness(item);

    private static MemoryItem Said(DateTimeOffset at) => new() { Id = "m", Text = "t", Scope = MemoryFixture.Alice, CreatedAt = at };

    private static CalendarDate OfYear(string date)
    {
        int[] parts = [.. date.Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return new CalendarDate(null, parts[0], parts.Length > 1 ? parts[1] : null);
    }

    private static DateTimeOffset Any(Random random) => new(random.NextInt64(DateTime.MaxValue.Ticks + 1), TimeSpan.Zero);

    private static DateTimeOffset? At(string? text) => text is null ? null : Instant(text);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
