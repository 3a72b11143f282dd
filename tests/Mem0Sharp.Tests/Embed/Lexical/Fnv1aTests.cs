using System.Text;

namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class Fnv1aTests
{
    // The published 64-bit test values of the algorithm.
    [Theory]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void Append_PublishedTestText_GivesThePublishedHash(string text, ulong hash) =>
        Fnv1a.Append(Fnv1a.Start((byte)text[0]), text.AsSpan(1)).Should().Be(hash);

    [Theory]
    [InlineData("wcoffe", 0xE2022B17D640F87B)]
    [InlineData("w東京", 0x5424735D579CF94C)]
    public void Append_FeatureOfAStoredVector_NeverChangesItsHash(string text, ulong hash) =>
        Fnv1a.Append(Fnv1a.Start((byte)text[0]), text.AsSpan(1)).Should().Be(hash);

    [Fact]
    public void Append_TextBeyondAscii_HashesItsUtf8Bytes()
    {
        const string Text = "é東😀";
        ulong expected = Fnv1a.Start((byte)'w');
        foreach (byte value in Encoding.UTF8.GetBytes(Text))
        {
            expected = Fnv1a.Append(expected, value);
        }

        Fnv1a.Append(Fnv1a.Start((byte)'w'), Text).Should().Be(expected);
    }

    [Fact]
    public void Start_OtherKind_GivesOtherHashesForTheSameText() =>
        Fnv1a.Append(Fnv1a.Start((byte)LexicalTermKind.Word), "tea")
            .Should().NotBe(Fnv1a.Append(Fnv1a.Start((byte)LexicalTermKind.Gram), "tea"));
}
