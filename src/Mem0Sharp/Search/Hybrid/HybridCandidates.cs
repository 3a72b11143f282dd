namespace Mem0Sharp;

/// <summary>What a search found by vector or by words, each once, with what is known of it. Not thread-safe.</summary>
internal sealed class HybridCandidates
{
    private readonly Dictionary<string, int> _places;
    private readonly Candidate[] _all;
    private int _count;

    /// <summary>Puts together what was found both ways.</summary>
    /// <param name="near">What was found by vector. Of a memory that both found, this is taken.</param>
    /// <param name="sharing">What was found by words.</param>
    public HybridCandidates(IReadOnlyList<VectorMatch> near, IReadOnlyList<VectorMatch> sharing)
    {
        _places = new Dictionary<string, int>(near.Count + sharing.Count, StringComparer.Ordinal);
        _all = new Candidate[near.Count + sharing.Count];
        for (int i = 0; i < near.Count; i++)
        {
            At(near[i].Item).Cosine = near[i].Score;
        }

        for (int i = 0; i < sharing.Count; i++)
        {
            At(sharing[i].Item).Keyword = sharing[i].Score;
        }
    }

    /// <summary>Gets the ids of those whose keyword score is not known.</summary>
    public string[] WithoutKeyword() => Ids(static candidate => candidate.Keyword is null);

    /// <summary>Gets the ids of those whose cosine is not known.</summary>
    public string[] WithoutCosine() => Ids(static candidate => candidate.Cosine is null);

    public void AddKeywords(IReadOnlyList<VectorMatch> matches)
    {
        for (int i = 0; i < matches.Count; i++)
        {
            if (_places.TryGetValue(matches[i].Item.Id, out int place))
            {
                _all[place].Keyword ??= matches[i].Score;
            }
        }
    }

    public void AddCosines(IReadOnlyList<VectorMatch> matches)
    {
        for (int i = 0; i < matches.Count; i++)
        {
            if (_places.TryGetValue(matches[i].Item.Id, out int place))
            {
                _all[place].Cosine ??= matches[i].Score;
            }
        }
    }

    /// <summary>Scores all. What has no keyword score shares no word.</summary>
    /// <returns>Those that are not below the threshold, best first; equal scores in id order.</returns>
    public SearchHit[] Score(HybridQuestion question, double? threshold)
    {
        SearchHit[] hits = new SearchHit[_count];
        int kept = 0;
        foreach (Candidate candidate in _all.AsSpan(0, _count))
        {
            SearchHit hit = question.Score(candidate.Item, candidate.Cosine, candidate.Keyword ?? 0);
            if (!(hit.Score < threshold))
            {
                hits[kept++] = hit;
            }
        }

        Array.Resize(ref hits, kept);
        Array.Sort(hits, BestFirst);
        return hits;
    }

    private static int BestFirst(SearchHit left, SearchHit right)
    {
        int order = right.Score.CompareTo(left.Score);
        return order != 0 ? order : string.CompareOrdinal(left.Item.Id, right.Item.Id);
    }

    private ref Candidate At(MemoryItem item)
    {
        if (!_places.TryGetValue(item.Id, out int place))
        {
            place = _count++;
            _places.Add(item.Id, place);
            _all[place].Item = item;
        }

        return ref _all[place];
    }

    private string[] Ids(Predicate<Candidate> isWanted)
    {
        List<string> ids = [];
        foreach (Candidate candidate in _all.AsSpan(0, _count))
        {
            if (isWanted(candidate))
            {
                ids.Add(candidate.Item.Id);
            }
        }

        return [.. ids];
    }

    private struct Candidate
    {
        public MemoryItem Item;
        public double? Cosine;
        public double? Keyword;
    }
}
