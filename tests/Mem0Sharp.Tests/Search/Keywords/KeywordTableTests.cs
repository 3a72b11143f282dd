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
        List<string> texts = [];
        for (int step = 0; step < 600; step++)
        {
            // It grows at first, and in the end nothing is left.
            int kind = random.Next(step < 300 ? 4 : 2);
            if (texts.Count == 0 || kind > 1)
            {
                texts.Add(Text(random));
                table.Append(texts[^1]);
            }
            else if (kind == 1 && step < 500)
            {
                int row = random.Next(texts.Count);
                texts[row] = Text(random);
                table.Replace(row, texts[row]);
            }
            else
            {
                int row = random.Next(texts.Count);
                texts[row] = texts[^1];
                texts.RemoveAt(texts.Count - 1);
                table.SwapRemove(row);
            }

            Same(table, texts, $"seed {seed}, step {step}");
        }

        for (int left = texts.Count; left > 0; left--)
        {
            table.SwapRemove(0);
        }

        table.TermCount.Should().Be(0);
    }

    private static void Same(KeywordTable table, List<string> texts, string which)
    {
        Dictionary<string, List<RowCount>> expected = new(StringComparer.Ordinal);
        for (int row = 0; row < texts.Count; row++)
        {
            using KeywordTerms terms = KeywordTerms.Of(texts[row]);
            table.LengthOf(row).Should().Be(terms.Length, which);
            for (int i = 0; i < terms.Count; i++)
            {
                string term = terms[i].ToString();
                if (!expected.TryGetValue(term, out List<RowCount>? rows))
                {
                    expected[term] = rows = [];
                }

                rows.Add(new RowCount(row, terms.Occurrences(i)));
            }
        }

        table.TermCount.Should().Be(expected.Count, which);
        foreach ((string term, List<RowCount> rows) in expected)
        {
            RowCount[] actual = table.RowsWith(term, out int number).ToArray();
            actual.OrderBy(row => row.Row).Should().Equal(rows, which);
            for (int row = 0; row < texts.Count; row++)
            {
                table.OccurrencesIn(row, number).Should().Be(rows.Find(own => own.Row == row).Occurrences, which);
            }
        }

        table.RowsWith("nowhere", out _).IsEmpty.Should().BeTrue(which);
    }

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
}
