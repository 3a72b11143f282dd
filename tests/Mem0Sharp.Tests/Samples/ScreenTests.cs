using Quickstart;

namespace Mem0Sharp.Tests.Samples;

public sealed class ScreenTests
{
    [Fact]
    public void Entry_WithoutATerminal_IsOnePlainLine() =>
        Written(hasColour: false, width: null, screen => screen.Entry("fact", new string('a', 300), Tone.Green))
            .Should().Equal("  fact        " + new string('a', 300));

    [Fact]
    public void Entry_OnANarrowTerminal_WrapsWithinItsColumn() =>
        Written(hasColour: false, width: 50, screen => screen.Entry("fact", "one two three four five six seven eight nine"))
            .Should().Equal("  fact        one two three four five six seven", "              eight nine");

    [Fact]
    public void Entry_InColour_ColoursTheLabelAndEndsIt() =>
        Written(hasColour: true, width: null, screen => screen.Entry("ADD", "tea", Tone.Green))
            .Should().Equal("  \u001b[32mADD         \u001b[0mtea");

    [Fact]
    public void Entry_OfATextWithControlCharacters_LetsNoneThrough() =>
        Written(hasColour: false, width: null, screen => screen.Entry("fact", "one\ntwo\u001b[31m")).Should().Equal("  fact        one two [31m");

    [Fact]
    public void Score_CloseToZeroFromBelow_HasNoSign() => Screen.Score(-0.004).Should().Be("0.00");

    private static string[] Written(bool hasColour, int? width, Action<Screen> write)
    {
        using StringWriter output = new() { NewLine = "\n" };
        write(new Screen(output, hasColour, width));
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
