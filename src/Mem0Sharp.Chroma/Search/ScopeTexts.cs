namespace Mem0Sharp.Chroma;

/// <summary>The texts of a scope, and how often each has the words that are looked for. Not thread-safe.</summary>
internal sealed class ScopeTexts(MemoryScope scope, MemoryKeywords wanted)
{
    private readonly Dictionary<string, (StoredRecord Record, int Length, int[] Occurrences)> _texts = new(StringComparer.Ordinal);

    public IEnumerable<StoredRecord> Records => _texts.Values.Select(text => text.Record);

    /// <summary>Adds a record of the scope, in place of an older one of its memory.</summary>
    public void Add(StoredRecord record)
    {
        if (scope.Contains(record.Item)
            && (!_texts.TryGetValue(record.Key.MemoryId, out (StoredRecord Record, int Length, int[] Occurrences) known) || record.Key.IsNewerThan(known.Record.Key)))
        {
            MemoryKeywords own = MemoryKeywords.Of(record.Item.Text);
            _texts[record.Key.MemoryId] = (record, own.Length, Occurrences(own));
        }
    }

    /// <summary>Gets what scores a memory by the counts of the texts that were added.</summary>
    public Func<MemoryItem, double> Scorer()
    {
        long[] having = new long[wanted.Terms.Count];
        long length = 0;
        foreach ((_, int own, int[] occurrences) in _texts.Values)
        {
            length += own;
            for (int i = 0; i < having.Length; i++)
            {
                having[i] += occurrences[i] > 0 ? 1 : 0;
            }
        }

        if (length == 0)
        {
            return _ => 0;
        }

        KeywordScorer scorer = wanted.ScorerOf(_texts.Count, (double)length / _texts.Count, having);
        return item =>
        {
            if (_texts.TryGetValue(item.Id, out (StoredRecord Record, int Length, int[] Occurrences) known) && known.Record.Item.Equals(item))
            {
                return scorer.Score(known.Occurrences, known.Length);
            }

            MemoryKeywords own = MemoryKeywords.Of(item.Text);
            return scorer.Score(Occurrences(own), own.Length);
        };
    }

    // Both lists of terms are in ordinal order.
    private int[] Occurrences(MemoryKeywords own)
    {
        int[] occurrences = new int[wanted.Terms.Count];
        for (int i = 0, j = 0; i < occurrences.Length && j < own.Terms.Count;)
        {
            int order = string.CompareOrdinal(wanted.Terms[i].Key, own.Terms[j].Key);
            if (order == 0)
            {
                occurrences[i] = own.Terms[j].Value;
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return occurrences;
    }
}
