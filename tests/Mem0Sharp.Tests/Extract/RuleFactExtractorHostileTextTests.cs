namespace Mem0Sharp.Tests.Extract;

public sealed class RuleFactExtractorHostileTextTests
{
    // Each would cost hours, not milliseconds, if a rule looked back over what it has read: the test would not end.
    public static TheoryData<string, int> LongMessages => new()
    {
        { new string('a', MemoryLimits.TextLength), 0 },
        { new string('.', MemoryLimits.TextLength), 0 },
        { new string('"', MemoryLimits.TextLength), 0 },
        { new string('?', MemoryLimits.TextLength), 0 },
        { new string('\n', MemoryLimits.TextLength), 0 },
        { new string('—', MemoryLimits.TextLength), 0 },
        { string.Concat(Enumerable.Repeat("“", MemoryLimits.TextLength)), 0 },
        { string.Concat(Enumerable.Repeat("not but ", 12_000)), 0 },
        { string.Concat(Enumerable.Repeat("I no longer ", 8_000)), 0 },
        { string.Concat(Enumerable.Repeat("hi hey oh ", 10_000)), 0 },
        { string.Concat(Enumerable.Repeat("I like tea. ", 8_000)), 1 },
        { string.Concat(Enumerable.Range(0, 5_000).Select(i => $"I own {i} hats. ")), 5_000 },
    };

    [Theory]
    [MemberData(nameof(LongMessages), DisableDiscoveryEnumeration = true)]
    public async Task ExtractAsync_OfALongHostileMessage_Ends(string message, int facts) =>
        (await Extracting.FromUserAsync(message)).Should().HaveCount(facts);

    [Theory]
    [InlineData("I\u0000like\u0007tea.")]
    [InlineData("\u200B\u200D\uFEFF")]
    [InlineData("\u202EI like tea\u202C")]
    [InlineData("'")]
    [InlineData("—")]
    [InlineData("not")]
    [InlineData("No,")]
    [InlineData("forget that")]
    [InlineData("instead of")]
    [InlineData("I no longer")]
    [InlineData("I'm not anymore")]
    [InlineData("I moved from")]
    [InlineData("call me")]
    [InlineData("remember that")]
    [InlineData("actually")]
    public async Task ExtractAsync_OfBrokenText_FindsAtMostOneFact(string message) =>
        (await Extracting.FromUserAsync(message)).Count.Should().BeLessThanOrEqualTo(1);

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xD83D)]
    [InlineData(0xDC00)]
    public async Task ExtractAsync_OfHalfASurrogatePair_FindsAtMostOneFact(int unit) =>
        (await Extracting.FromUserAsync($"I like {(char)unit}")).Count.Should().BeLessThanOrEqualTo(1);

    [Fact]
    public async Task ExtractAsync_OfASentenceOfMoreThan2000Characters_LeavesItOut()
    {
        string shorter = "I like " + new string('x', 1_900);
        (await Extracting.FromUserAsync(shorter)).Should().ContainSingle();
        (await Extracting.FromUserAsync(shorter + new string('x', 200))).Should().BeEmpty();
    }
}
