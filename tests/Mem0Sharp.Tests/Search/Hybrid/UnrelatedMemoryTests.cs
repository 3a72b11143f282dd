using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search.Hybrid;

/// <summary>What else is known changes the place of two memories by the statistics of words alone.</summary>
public sealed class UnrelatedMemoryTests(ITestOutputHelper output)
{
    private static readonly string[] Words =
        ["Ann", "Bob", "Oslo", "boat", "tea", "sails", "bought", "2 cats", "in May 2023", "yesterday", "\"Blue Door\"", "likes", "a red", "sea"];

    [Fact]
    public async Task SearchAsync_AfterAMemoryThatSharesNothing_ReordersNoTwoOthersButByTheWordsStatistics()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        int compared = 0;
        for (int round = 0; round < 15; round++)
        {
            await using MemoryFixture fixture = ByRules();
            List<MemoryItem> known = [];
            for (int i = random.Next(5, 25); i > 0; i--)
            {
                known.Add(await fixture.StoreAsync(Text(random)));
            }

            string[] questions = [.. Enumerable.Range(0, 5).Select(_ => $"{(random.Next(2) == 0 ? "When" : "Who")} {Text(random)}?")];
            IReadOnlyList<MemorySearchResults> before = await SearchAsync(fixture, questions);
            MemoryItem unrelated = await fixture.StoreAsync($"zinc quartz {round}");
            IReadOnlyList<MemorySearchResults> after = await SearchAsync(fixture, questions);

            string[] texts = [.. known.Append(unrelated).Select(item => item.Text)];
            for (int question = 0; question < questions.Length; question++)
            {
                double[] words = KeywordScores.Of(questions[question], texts);
                Dictionary<string, MemoryScoreDetails> former = before[question].ToDictionary(result => result.Item.Id, result => result.Details!, StringComparer.Ordinal);
                foreach (MemorySearchResult result in after[question].Where(result => result.Item != unrelated))
                {
                    MemoryScoreDetails was = former[result.Item.Id], details = result.Details!;
                    (details.Cosine, details.Period, details.Entities, details.Answer).Should().Be((was.Cosine, was.Period, was.Entities, was.Answer), "seed {0}", seed);
                    details.Keyword.Should().BeApproximately(words[known.FindIndex(item => item == result.Item)], 1e-12, "seed {0}", seed);
                }

                // With the statistics as they are now, each has its place: the one that it has among the others without the new one.
                string[] places =
                [
                    .. known
                        .Select((item, i) => new HybridQuestion(questions[question], Options, fixture.Time.GetUtcNow(), unrelatedCosine: 0).Score(item, former[item.Id].Cosine, words[i]))
                        .OrderByDescending(hit => Math.Round(hit.Score, 12)).ThenBy(hit => hit.Item.Id, StringComparer.Ordinal)
                        .Select(hit => hit.Item.Id),
                ];
                after[question].Where(result => result.Item != unrelated)
                    .OrderByDescending(result => Math.Round(result.Score, 12)).ThenBy(result => result.Item.Id, StringComparer.Ordinal)
                    .Select(result => result.Item.Id).Should().Equal(places, "seed {0}: {1}", seed, questions[question]);
                compared += places.Length;
            }
        }

        compared.Should().BeGreaterThan(300);
    }

    private static MemorySearchOptions Options { get; } = new() { Top = 100, Explain = true, NewestAmongNearTies = false };

    private static Task<IReadOnlyList<MemorySearchResults>> SearchAsync(MemoryFixture fixture, string[] questions) =>
        fixture.Memory.SearchManyAsync(questions, Alice, Options, Token);

    private static string Text(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Words[random.Next(Words.Length)]));
}
