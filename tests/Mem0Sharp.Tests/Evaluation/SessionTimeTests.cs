using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class SessionTimeTests
{
    [Theory]
    [InlineData("1:56 pm on 8 May, 2023", "2023-05-08T13:56:00Z")]
    [InlineData("12:09 am on 13 September, 2023", "2023-09-13T00:09:00Z")]
    [InlineData("12:24 pm on 7 April, 2022", "2022-04-07T12:24:00Z")]
    public void Read_WithATimeAsTheDataWritesIt_IsThatTimeInUtc(string text, string expected)
    {
        DateTimeOffset time = SessionTime.Read(text);

        time.Should().Be(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
        time.Offset.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("2023-05-08 13:56")]
    [InlineData("13:56 pm on 8 May, 2023")]
    [InlineData("1:56 pm on 31 April, 2023")]
    public void Read_WithAnythingElse_Throws(string text) =>
        FluentActions.Invoking(() => SessionTime.Read(text)).Should().Throw<FormatException>().WithMessage($"*{text}*");
}
