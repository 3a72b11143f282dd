namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>What a search by keyword should find, worked out the slow way: BM25 of every memory of the scope, anew for each question.</summary>
internal sealed class NaiveKeywordStore
{
    private readonly Dictionary<string, (int Version, MemoryItem? Item)> _memories = new(StringComparer.Ordinal);

    public void Apply(VectorChange change)
    {
        if (!_memories.TryGetValue(change.Id, out (int Version, MemoryItem? Item) known) || known.Version < change.Version)
        {
            _memories[change.Id] = (change.Version, (change as VectorChange.Upsert)?.Item);
        }
    }

    public List<VectorMatch> Search(KeywordQuery query)
    {
        (MemoryItem Item, Dictionary<string, int> Words, int Length)[] scope =
        [
            .. _memories.Values.Where(memory => memory.Item is not null && query.Scope.Contains(memory.Item)).Select(memory => Split(memory.Item!)),
        ];
        string[] asked = [.. Split(new MemoryItem { Id = "q", Text = query.Text, Scope = query.Scope }).Words.Keys.Order(StringComparer.Ordinal)];
        double mean = scope.Length == 0 ? 0 : scope.Average(memory => memory.Length);
        double[] weights = Array.ConvertAll(asked, word => Weight(scope.Length, scope.Count(memory => memory.Words.ContainsKey(word))));
        double most = weights.Sum(weight => weight * 1.9);
        return
        [
            .. scope
                .Where(memory => asked.Any(memory.Words.ContainsKey))
                .Where(memory => query.ActiveAt is null || !memory.Item.IsExpired(query.ActiveAt.Value))
                .Where(memory => !(memory.Item.Trust < query.MinTrust))
                .Select(memory => new VectorMatch(memory.Item, asked
                    .Select((word, place) => weights[place] * Saturation(memory.Words.GetValueOrDefault(word), memory.Length, mean))
                    .Sum() / most))
                .OrderByDescending(match => match.Score)
                .ThenBy(match => match.Item.Id, StringComparer.Ordinal)
                .Take(query.Top),
        ];
    }

    private static double Weight(int memories, int having) => Math.Log(1 + ((memories - having + 0.5) / (having + 0.5)));

    private static double Saturation(int count, int length, double mean) =>
        count * 1.9 / (count + (0.9 * (1 - 0.4 + (0.4 * length / mean))));

    private static (MemoryItem Item, Dictionary<string, int> Words, int Length) Split(MemoryItem item)
    {
        using KeywordTerms terms = KeywordTerms.Of(item.Text);
        Dictionary<string, int> words = new(StringComparer.Ordinal);
        for (int i = 0; i < terms.Count; i++)
        {
            words[terms[i].ToString()] = terms.Occurrences(i);
        }

        return (item, words, words.Values.Sum());
    }
}
