namespace Mem0Sharp.Tests.Search.Keywords;

/// <summary>What a store of another kind needs to find by words what the store in memory finds.</summary>
public sealed class MemoryKeywordsTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_AText_GivesEachTermOnceInOrdinalOrderWithItsNumber()
    {
        MemoryKeywords keywords = MemoryKeywords.Of("Copper, the COPPER lantern of getUserName!");

        keywords.Terms.Select(term => term.Key).Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
        keywords.Terms.Should().Contain(new KeyValuePair<string, int>("copper", 2)).And.Contain(term => term.Key == "lantern" && term.Value == 1);
        keywords.Length.Should().Be(keywords.Terms.Sum(term => term.Value));
        keywords.ToString().Should().NotContain("copper");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ?! ")]
    [InlineData("\uD83D")]
    public void Of_ATextWithoutWords_GivesNone(string text)
    {
        MemoryKeywords keywords = MemoryKeywords.Of(text);

        keywords.Terms.Should().BeEmpty();
        keywords.Length.Should().Be(0);
        keywords.ScorerOf(0, 0, []).Score([], 0).Should().Be(0);
    }

    [Fact]
    public async Task Score_ByWhatAScopeHas_IsTheScoreOfTheStoreInMemoryToTheLastBit()
    {
        string[] texts = ["copper lantern harbour", "copper copper violin", "meadow", "a lantern by the harbour, a lantern", "nothing of it"];
        MemoryKeywords question = MemoryKeywords.Of("Copper lanterns of the harbour");
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", 2), Token);
        await store.ApplyAsync(
            [.. texts.Select((text, i) => new VectorChange.Upsert(
                new MemoryItem { Id = $"m{i}", Text = text, Scope = Alice, Version = 1 }, new float[] { 1, 0 }))],
            new HistoryPosition(1, 1),
            Token);

        MemoryKeywords[] own = Array.ConvertAll(texts, MemoryKeywords.Of);
        int[][] occurrences = Array.ConvertAll(own, text => question.Terms
            .Select(term => text.Terms.FirstOrDefault(each => string.Equals(each.Key, term.Key, StringComparison.Ordinal)).Value).ToArray());
        KeywordScorer scorer = question.ScorerOf(
            texts.Length,
            own.Average(text => text.Length),
            [.. question.Terms.Select((_, i) => (long)occurrences.Count(counts => counts[i] > 0))]);

        IReadOnlyList<VectorMatch> matches = await store.SearchKeywordsAsync(
            new KeywordQuery { Text = "Copper lanterns of the harbour", Scope = Alice, Top = 10 }, Token);
        matches.Should().HaveCount(3);
        foreach (VectorMatch match in matches)
        {
            int i = Array.IndexOf(texts, match.Item.Text);
            scorer.Score(occurrences[i], own[i].Length).Should().Be(match.Score);
        }

        scorer.Score(occurrences[2], own[2].Length).Should().Be(0);
    }

    [Fact]
    public void ScorerOf_OtherCountsThanTerms_IsRefused()
    {
        MemoryKeywords question = MemoryKeywords.Of("copper lantern");

        FluentActions.Invoking(() => question.ScorerOf(3, 2, [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => question.ScorerOf(3, 2, [1, 1]).Score([1], 2)).Should().Throw<ArgumentException>();
        question.ScorerOf(3, 2, [1, 1]).Score([1, 0], 2).Should().BeGreaterThan(0);
    }
}
