namespace Mem0Sharp.Tests.Search.Keywords;

public sealed class KeywordTableTests
{
    private static readonly string[] Vocabulary = ["copper", "lantern", "harbour", "meadow", "violin", "user_id", "京都", "🍕", "4711"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261125)]
    public void Changes_InAnyOrder_LeaveWhatTheTextsThatAreThereSay(int seed)
    {
        Random random = new(seed);
        KeywordTable table = new();
        Dictionary<int, string> texts = [];
        for (int step = 0; step < 600; step++)
        {
            // It grows at first, and in the end nothing is left.
            int kind = random.Next(step < 300 ? 4 : 2);
            int row = random.Next(1_500);
            if (texts.Count == 0 || (kind > 1 && !texts.ContainsKey(row)))
            {
                texts[row] = Text(random);
                using KeywordTerms terms = KeywordTerms.Of(texts[row]);
                table.Add(row, texts[row]).Should().Be(terms.Length);
            }
            else if (kind == 1 && step < 500 && !texts.ContainsKey(row))
            {
                int known = texts.Keys.ElementAt(random.Next(texts.Count));
                texts[row] = texts[known];
                table.Copy(known, row);
            }
            else
            {
                int gone = texts.Keys.ElementAt(random.Next(texts.Count));
                texts.Remove(gone);
                table.Remove(gone);
            }

            Same(table, texts, $"seed {seed}, step {step}");
        }

        foreach (int row in texts.Keys)
        {
            table.Remove(row);
        }

        table.TermCount.Should().Be(0);
    }

    private static void Same(KeywordTable table, Dictionary<int, string> texts, string which)
    {
        Dictionary<string, Dictionary<int, int>> expected = new(StringComparer.Ordinal);
        foreach ((int row, string text) in texts)
        {
            using KeywordTerms terms = KeywordTerms.Of(text);
            for (int i = 0; i < terms.Count; i++)
            {
                string term = terms[i].ToString();
                if (!expected.TryGetValue(term, out Dictionary<int, int>? rows))
                {
                    expected[term] = rows = [];
                }

                rows.Add(row, terms.Occurrences(i));
            }
        }

        table.TermCount.Should().Be(expected.Count, which);
        foreach ((string term, Dictionary<int, int> rows) in expected)
        {
            TermList list = table.Find(term)!;
            long[] entries = [.. list.Rows.Entries.ToArray().Where(entry => entry != PostingList.Gap)];
            entries.ToDictionary(PostingList.RowOf, PostingList.CountOf).Should().Equal(rows, which);
            list.Rows.Live.Should().Be(rows.Count, which);
            texts.Keys.Should().OnlyContain(row => table.OccurrencesIn(row, list.Number) == rows.GetValueOrDefault(row), which);
        }

        table.Find("nowhere").Should().BeNull(which);
    }

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
}
