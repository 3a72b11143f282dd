namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Texts of a batch that follow one another and are encoded together.</summary>
/// <param name="First">The place of the first.</param>
/// <param name="Count">How many there are, 1 or more.</param>
internal readonly record struct TextGroup(int First, int Count)
{
    private const int FewestTokens = 32;

    /// <summary>Groups texts: each group as large as leaves no processor idle, but no larger than the encoder takes.</summary>
    /// <param name="texts">Each of 1 to <see cref="SentenceEncoder.MostTokens"/> ids.</param>
    /// <param name="processors">How many groups are encoded at a time.</param>
    public static List<TextGroup> Of(IReadOnlyList<TokenizedText> texts, int processors)
    {
        int share = (texts.Sum(text => text.Ids.Length) + processors - 1) / processors;
        int most = Math.Clamp(share, FewestTokens, SentenceEncoder.MostTokens);
        List<TextGroup> groups = [];
        for (int first = 0, next = 0; first < texts.Count; first = next)
        {
            int tokens = 0;
            do
            {
                tokens += texts[next++].Ids.Length;
            }
            while (next < texts.Count && tokens + texts[next].Ids.Length <= most);
            groups.Add(new TextGroup(first, next - first));
        }

        return groups;
    }
}
