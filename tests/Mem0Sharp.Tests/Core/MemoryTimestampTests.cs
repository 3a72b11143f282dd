using System.Globalization;

namespace Mem0Sharp.Tests.Core;

public sealed class MemoryTimestampTests
{
    [Theory]
    [InlineData("0", "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("1767225600", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("+1767225600", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("-1", "1969-12-31T23:59:59.0000000+00:00")]
    [InlineData("-62135596800", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("253402300799", "9999-12-31T23:59:59.0000000+00:00")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01t00:00:00z", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2025-12-31T10:00:00-14:00", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01T05:45:00.5+05:45", "2026-01-01T00:00:00.5000000+00:00")]
    [InlineData("2026-01-01T00:00:00.1234567Z", "2026-01-01T00:00:00.1234567+00:00")]
    [InlineData("2026-01-01T00:00Z", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01 00:00:00Z", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01 00:00:00.25+00:00", "2026-01-01T00:00:00.2500000+00:00")]
    [InlineData("20260101T000000Z", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("20260101T010000+01:00", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2024-02-29T12:00:00Z", "2024-02-29T12:00:00.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    public void Parse_SecondsOrAnInstantWithItsOffset_IsReadInEveryCulture_E9(string text, string expected)
    {
        foreach (string culture in new[] { "", "tr-TR", "ar-SA", "th-TH", "fa-IR", "de-DE" })
        {
            In(culture, () => MemoryTimestamp.Parse(text).ToString()).Should().Be(expected, "culture '{0}'", culture);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("now")]
    [InlineData("2026-01-01")]
    [InlineData("2026-01-01T00:00:00")]
    [InlineData("2026-01-01T00:00")]
    [InlineData("2026-01-01 00:00:00")]
    [InlineData("2026-01-01T00:00:00.1234567")]
    [InlineData("20260101T000000")]
    [InlineData("2026-01-01T00:00:00.12345678Z")]
    [InlineData("2026-01-01T00:00:00,5Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-1-1T00:00:00Z")]
    [InlineData("01/02/2026 00:00:00Z")]
    [InlineData("2026-01-01T00:00:00+14:01")]
    [InlineData("2026-01-01T00:00:00 +01:00")]
    [InlineData(" 2026-01-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00Z ")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("1767225600000")]
    [InlineData("-62135596801")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    [InlineData("1767225600.5")]
    [InlineData("1,767,225,600")]
    [InlineData(" 1767225600")]
    [InlineData("1e9")]
    [InlineData("\u0661\u0662\u0663")]
    public void Parse_WhatCouldMeanSeveralInstantsOrNone_IsRefused_E9(string text)
    {
        MemoryValidationException error = FluentActions.Invoking(() => MemoryTimestamp.Parse(text)).Should().Throw<MemoryValidationException>().Which;

        error.Suggestion.Should().NotBeNullOrWhiteSpace();
        if (!string.IsNullOrWhiteSpace(text))
        {
            error.Message.Should().NotContain(text);
        }
    }

    [Fact]
    public void Parse_AYearAlone_IsSecondsBecauseNoGuessIsMadeAboutNumbers() =>
        MemoryTimestamp.Parse("2026").Should().Be(MemoryTimestamp.FromUnixSeconds(2026));

    [Fact]
    public void Parse_Null_IsRefused() => FluentActions.Invoking(() => MemoryTimestamp.Parse(null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public void FromUnixSeconds_MillisecondsByMistake_AreRefusedSayingSo() =>
        FluentActions.Invoking(() => MemoryTimestamp.FromUnixSeconds(1_767_225_600_000))
            .Should().Throw<MemoryValidationException>().Which.Suggestion.Should().Contain("milliseconds");

    [Theory]
    [InlineData(-62_135_596_800)]
    [InlineData(253_402_300_799)]
    public void FromUnixSeconds_ToTheEdges_IsAcceptedAndBeyondRefused(long edge)
    {
        MemoryTimestamp.FromUnixSeconds(edge).Instant.ToUnixTimeSeconds().Should().Be(edge);
        FluentActions.Invoking(() => MemoryTimestamp.FromUnixSeconds(edge + Math.Sign(edge))).Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void Conversions_OfAnInstantAndOfSeconds_AreTheSameUtcInstant()
    {
        MemoryTimestamp seconds = 1_767_225_600L;
        MemoryTimestamp instant = new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.FromHours(5));

        instant.Should().Be(seconds);
        instant.Instant.Offset.Should().Be(TimeSpan.Zero);
        MemoryTimestamp.From(instant.Instant).GetHashCode().Should().Be(seconds.GetHashCode());
        MemoryTimestamp.Parse(instant.ToString()).Should().Be(instant, "what it writes it reads");
    }

    private static T In<T>(string culture, Func<T> work)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
