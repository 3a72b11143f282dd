using System.Text.Json;

namespace Mem0Sharp.Tests.Ask;

public sealed class ReplyDateTests
{
    [Theory]
    [InlineData("\"2023-06-14\"", "\"2023-06-14\"", "2023-06-14", "2023-06-15")]
    [InlineData("\"2023-06\"", "\"2023-12\"", "2023-06-01", "2024-01-01")]
    [InlineData("\" 2023 \"", "null", "2023-01-01", null)]
    [InlineData("null", "\"2024\"", null, "2025-01-01")]
    [InlineData("\"2023-06-14\"", "\"2023-06-13\"", null, null)]
    [InlineData("\"2023-02-30\"", "\"soon\"", null, null)]
    [InlineData("2023", "[\"2023\"]", null, null)]
    [InlineData("\"0001-01-01\"", "\"9999-12-31\"", "0001-01-01", "9999-12-31T23:59:59.9999999")]
    [InlineData("\"\"", "\"9999\"", null, "9999-12-31T23:59:59.9999999")]
    public void Interval_OfWhatModelsWrite_IsFromItsBeginUntilItsEnd(string first, string last, string? from, string? to)
    {
        JsonElement owner = JsonElement.Parse($$"""{"from":{{first}},"to":{{last}}}""");

        (DateTimeOffset? begin, DateTimeOffset? end) = ReplyDate.Interval(owner, "from", "to");

        (begin, end).Should().Be((Instant(from), Instant(to)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"2023\"")]
    [InlineData("[]")]
    public void Interval_WhereThereIsNone_IsNotKnown(string owner) =>
        ReplyDate.Interval(JsonElement.Parse(owner), "from", "to").Should().Be((null, null));

    private static DateTimeOffset? Instant(string? text) => text is null
        ? null
        : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
