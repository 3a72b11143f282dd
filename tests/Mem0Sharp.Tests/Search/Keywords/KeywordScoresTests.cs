using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search.Keywords;

public sealed class KeywordScoresTests
{
    [Fact]
    public async Task Of_TheTextsOfAScope_GivesTheScoresOfTheStore()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        string[] words = ["tea", "teas", "boat", "the", "sails", "getUserName", "2026-11-25", "\u732b\u304c", "?"];
        for (int round = 0; round < 50; round++)
        {
            string[] texts = [.. Enumerable.Range(0, 1 + random.Next(30)).Select(_ => Text()).Distinct(StringComparer.Ordinal)];
            await using InMemoryVectorStore store = new();
            await store.OpenAsync(new EmbeddingSpace("none", 2), Token);
            await store.ApplyAsync(
                [.. texts.Select((text, i) => new VectorChange.Upsert(
                    new MemoryItem { Id = $"{i}", Text = text, Scope = Alice }, ReadOnlyMemory<float>.Empty))],
                new HistoryPosition(1, 1),
                Token);
            string question = Text();

            double[] scores = KeywordScores.Of(question, texts);

            Dictionary<string, double> found = (await store.SearchKeywordsAsync(new KeywordQuery { Text = question, Scope = Alice, Top = 1_000 }, Token))
                .ToDictionary(match => match.Item.Text, match => match.Score, StringComparer.Ordinal);
            for (int i = 0; i < texts.Length; i++)
            {
                scores[i].Should().BeApproximately(found.GetValueOrDefault(texts[i]), 1e-12, "seed {0}, \"{1}\" in \"{2}\"", seed, question, texts[i]);
            }
        }

        string Text() => string.Join(' ', Enumerable.Range(0, 1 + random.Next(6)).Select(_ => words[random.Next(words.Length)]));
    }

    [Fact]
    public void Of_NoTextsOrNoWords_IsZero()
    {
        KeywordScores.Of("tea", []).Should().BeEmpty();
        KeywordScores.Of("?!", ["tea"]).Should().Equal(0);
        KeywordScores.Of("tea", ["?!", ""]).Should().Equal(0, 0);
    }
}
