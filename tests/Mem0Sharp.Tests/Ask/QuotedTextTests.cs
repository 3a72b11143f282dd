using System.Text;
using System.Text.Json;

namespace Mem0Sharp.Tests.Ask;

public sealed class QuotedTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quote\" and a \\ backslash")]
    [InlineData("line\nline\r\nline\u2028line\u2029line\u0085line\u000Bline")]
    [InlineData("tab\t, bell\a, null\0")]
    [InlineData("Zoë wohnt in Köln 🍕 東京")]
    public void AppendQuoted_OfAnyText_IsJsonOnOneLineThatReadsBack(string text)
    {
        string quoted = new StringBuilder().AppendQuoted(text).ToString();

        JsonElement.Parse(quoted).GetString().Should().Be(text);
        quoted.ReplaceLineEndings("|").Should().Be(quoted);
    }

    [Fact]
    public void AppendQuoted_OfLettersAndEmoji_DoesNotEscapeThem() =>
        new StringBuilder().AppendQuoted("Köln 🍕").ToString().Should().Be("\"Köln 🍕\"");

    [Fact]
    public void AppendQuoted_OfHalfASurrogatePair_ReplacesIt() =>
        new StringBuilder().AppendQuoted("x\uD83Cy").ToString().Should().Be("\"x\uFFFDy\"");
}
