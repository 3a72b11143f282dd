namespace Mem0Sharp.Tests.Apply;

public sealed class ComparableTextTests
{
    [Theory]
    [InlineData(0x00AD)]
    [InlineData(0x034F)]
    [InlineData(0x115F)]
    [InlineData(0x1160)]
    [InlineData(0x17B4)]
    [InlineData(0x17B5)]
    [InlineData(0x180B)]
    [InlineData(0x180F)]
    [InlineData(0x200B)]
    [InlineData(0x202E)]
    [InlineData(0x3164)]
    [InlineData(0xFE00)]
    [InlineData(0xFE0F)]
    [InlineData(0xFFA0)]
    [InlineData(0xE0000)]
    [InlineData(0xE0FFF)]
    public void AreSame_ButForACharacterThatIsNotSeen_IsTrue(int character)
    {
        ComparableText.AreSame($"te{char.ConvertFromUtf32(character)}a", "tea").Should().BeTrue();
        ComparableText.AreSame($"te{char.ConvertFromUtf32(character)}a", "tee").Should().BeFalse();
    }

    [Theory]
    [InlineData(0x0301)]
    [InlineData(0x180A)]
    [InlineData(0x1810)]
    [InlineData(0xFDFF)]
    [InlineData(0xFE10)]
    [InlineData(0xDFFFF)]
    [InlineData(0xE1000)]
    public void AreSame_ButForACharacterThatIsSeenOrUnknown_IsFalse(int character) =>
        ComparableText.AreSame($"te{char.ConvertFromUtf32(character)}a", "tea").Should().BeFalse();

    [Theory]
    [InlineData("Likes tea", "likes   TEA ")]
    [InlineData("Likes tea", "\tlikes\r\ntea")]
    [InlineData("Likes\u0007 tea", "likes tea")]
    [InlineData("ＬＩＫＥＳ ｔｅａ", "likes tea")]
    [InlineData("caf\u00E9", "CAFE\u0301")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("te\uFFFEa", "tea")]
    [InlineData("e\u200B\u0301", "\u00E9")]
    public void AreSame_ButForCaseSpaceAndForm_IsTrue(string a, string b)
    {
        ComparableText.AreSame(a, b).Should().BeTrue();
        ComparableText.Of(a).Should().Be(ComparableText.Of(b));
    }

    [Fact]
    public void Of_HalfASurrogatePair_IsAReplacementCharacter() => ComparableText.Of("a\uD83Db").Should().Be("a\uFFFDb");

    [Theory]
    [InlineData("likes tea", "likes te a")]
    [InlineData("likes tea", "likes tea.")]
    [InlineData("likes tea", "")]
    public void AreSame_OfDifferentTexts_IsFalse(string a, string b) => ComparableText.AreSame(a, b).Should().BeFalse();
}
