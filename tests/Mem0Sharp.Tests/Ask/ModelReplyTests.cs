using System.Text.Json;

namespace Mem0Sharp.Tests.Ask;

public sealed class ModelReplyTests
{
    public static TheoryData<string> WrappedObjects =>
    [
        """{"a":1}""",
        "  \n{\"a\":1}\n ",
        "```json\n{\"a\":1}\n```",
        "```\n{\"a\":1}\n```",
        "```JSON {\"a\":1}```",
        "Sure, here it is:\n\n{\"a\":1}\n\nAnything else?",
        "Sure:\n```json\n{\"a\":1}\n```\nDone.",
        "<think>Could be {\"a\":2} or {</think>{\"a\":1}",
        "<THINK>\nhm\n</THINK>\n\n```json\n{\"a\":1}\n```",
        "The template opened my thinking {\"a\":2}\n</think>\n{\"a\":1}",
        "{\"a\":1}<|im_end|>",
        "<|assistant|>{\"a\":1}</s>",
        "{\"a\":1,}",
        "{\"a\":1}\n{\"a\":1}",
        "First {\"a\":1} and again {\"a\": 1}",
        "For {name} in message [0]: {\"a\":1}",
        "[0] says it. {\"a\":1}",
        "\uFEFF{\"a\":1}",
    ];

    [Theory]
    [MemberData(nameof(WrappedObjects))]
    public void TryParse_WithOneObjectInWrapping_FindsIt(string text)
    {
        ModelReply.TryParse(text, out ModelReply? reply, out string? problem).Should().BeTrue(problem);

        reply!.Roots.Should().ContainSingle();
        JsonElement.DeepEquals(reply.Roots[0], JsonElement.Parse("""{"a":1}""")).Should().BeTrue();
        reply.IsDamaged.Should().BeFalse();
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("No facts.", "no JSON object")]
    [InlineData("<think>still at it", "still thinking")]
    [InlineData("<think>{\"a\":1}", "still thinking")]
    [InlineData("<think>done</think>", "no JSON object")]
    [InlineData("{\"a\":", "closed")]
    [InlineData("{\"a\":[{\"b\":1}", "closed")]
    [InlineData("[{\"a\":1}", "closed")]
    [InlineData("```json\n[\"a\"", "closed")]
    [InlineData("{\"a\":\"it's", "closed")]
    [InlineData("{'a':1}", "valid JSON")]
    [InlineData("{\"a\":1 \"b\":2}", "valid JSON")]
    [InlineData("{\"a\":\"\\d\"}", "valid JSON")]
    [InlineData("{\"a\":1,\"a\":2}", "valid JSON")]
    [InlineData("{\"a\":1 \"b\":2} then {\"a\":1}", "valid JSON")]
    [InlineData("Either {\"a\":1} or {\"a\":2}", "several")]
    [InlineData("{a: 1}", "no JSON object")]
    public void TryParse_WithNothingThatIsTheAnswer_SaysWhy(string? text, string why)
    {
        ModelReply.TryParse(text, out ModelReply? reply, out string? problem).Should().BeFalse();

        reply.Should().BeNull();
        problem.Should().Contain(why);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("```json\n[1,2]\n```")]
    [InlineData("[1,2,]<|im_end|>")]
    public void TryParse_WithAListAlone_FindsIt(string text)
    {
        ModelReply.TryParse(text, out ModelReply? reply, out _).Should().BeTrue();

        reply!.Roots.Should().ContainSingle().Which.GetArrayLength().Should().Be(2);
    }

    [Fact]
    public void TryParse_WithObjectsInARow_FindsThemAll()
    {
        ModelReply.TryParse("{\"a\":1}\n{\"a\":2}\nThat is all.", out ModelReply? reply, out _).Should().BeTrue();

        reply!.Roots.Select(root => root.GetProperty("a").GetInt32()).Should().Equal(1, 2);
    }

    [Theory]
    [InlineData("""{"a":"say \"}\" and {"}""", "say \"}\" and {")]
    [InlineData("""{"a":"```{\"b\":1}```"}""", "```{\"b\":1}```")]
    [InlineData("""{"a":"</think> and <think>"}""", "</think> and <think>")]
    [InlineData("{\"a\":\"two\nlines\tand a tab\"}", "two\nlines\tand a tab")]
    [InlineData("""{"a":"it\'s"}""", "it's")]
    [InlineData("""{"a":"\\u12 \uD83C\uDF55 \u00e9 \\"}""", "\\u12 🍕 é \\")]
    [InlineData("""{"a":"🍕"}""", "🍕")]
    public void TryParse_WithStringsThatLookLikeSyntax_KeepsThem(string text, string expected)
    {
        ModelReply.TryParse(text, out ModelReply? reply, out string? problem).Should().BeTrue(problem);

        reply!.Roots[0].GetProperty("a").GetString().Should().Be(expected);
        reply.IsDamaged.Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"a":"x \ud83c y"}""", "x \uFFFD y")]
    [InlineData("""{"a":"x \udf55"}""", "x \uFFFD")]
    [InlineData("""{"a":"\ud83c\u0041"}""", "\uFFFDA")]
    [InlineData("""{"a":"x \uZZZZ y"}""", "x \uFFFD y")]
    [InlineData("""{"a":"x \u12"}""", "x \uFFFD")]
    public void TryParse_WithAnEscapeThatIsNoCharacter_ReplacesItAndSaysSo(string text, string expected)
    {
        ModelReply.TryParse(text, out ModelReply? reply, out string? problem).Should().BeTrue(problem);

        reply!.Roots[0].GetProperty("a").GetString().Should().Be(expected);
        reply.IsDamaged.Should().BeTrue();
    }

    // Not among the data above: half a pair does not survive in the metadata that holds an attribute.
    [Fact]
    public void TryParse_WithHalfASurrogatePair_ReplacesItAndSaysSo()
    {
        ModelReply.TryParse("{\"a\":\"x \uD83C y\"}", out ModelReply? reply, out string? problem).Should().BeTrue(problem);

        reply!.Roots[0].GetProperty("a").GetString().Should().Be("x \uFFFD y");
        reply.IsDamaged.Should().BeTrue();
    }

    [Fact]
    public void TryParse_WithNestingBeyondTheParser_IsUnreadable()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);

        ModelReply.TryParse($"{{\"a\":{deep}}}", out _, out string? problem).Should().BeFalse();

        problem.Should().Contain("valid JSON");
    }
}
