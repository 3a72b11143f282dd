namespace Mem0Sharp.LocalEmbeddings.Tests.Encode;

public sealed class TextGroupTests
{
    [Theory]
    [InlineData(new[] { 12 }, 2, new[] { 1 })]
    [InlineData(new[] { 12, 12, 12, 12, 12, 12, 12, 12 }, 2, new[] { 4, 4 })]
    [InlineData(new[] { 5, 5, 5, 5 }, 2, new[] { 4 })]
    [InlineData(new[] { 128, 128, 1, 127, 100, 100 }, 2, new[] { 1, 1, 2, 1, 1 })]
    [InlineData(new int[0], 2, new int[0])]
    public void Of_Texts_FillsGroupsUpToTheShareOfAProcessor(int[] lengths, int processors, int[] expected)
    {
        List<TextGroup> groups = TextGroup.Of([.. lengths.Select(length => new TokenizedText(new int[length], length))], processors);

        groups.Select(group => group.Count).Should().Equal(expected);
        groups.Select(group => group.First).Should().Equal(expected.Select((_, i) => expected.Take(i).Sum()));
    }
}
