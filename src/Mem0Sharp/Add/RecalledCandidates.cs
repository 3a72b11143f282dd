namespace Mem0Sharp;

/// <summary>The known memories near the facts of one add, or near its messages before there are facts, each once and numbered.</summary>
/// <param name="Candidates">The memories, nearest to any fact first; before them those that were shown already.</param>
/// <param name="Nearest">For each fact, numbers and scores of those near it, nearest first.</param>
/// <param name="Sequence">A change of the history that the look-up saw, with all before it.</param>
internal sealed record RecalledCandidates(
    IReadOnlyList<MemoryCandidate> Candidates, IReadOnlyList<IReadOnlyList<(int Candidate, double Score)>> Nearest, long Sequence)
{
    /// <summary>Gets how many of them a decision may name: the first ones. What stands behind is only compared for the same words.</summary>
    public int ShownCount { get; init; } = Candidates.Count;

    /// <summary>Makes the candidates near facts.</summary>
    /// <param name="matches">For each fact, what is near it.</param>
    /// <param name="sequence">A change of the history that the look-up saw, with all before it.</param>
    /// <param name="shown">What was shown before there were facts: it keeps numbers and versions. Null for nothing.</param>
    public static RecalledCandidates From(
        IReadOnlyList<IReadOnlyList<VectorMatch>> matches, long sequence, RecalledCandidates? shown = null)
    {
        IReadOnlyList<MemoryCandidate> before = shown?.Candidates ?? [];
        HashSet<string> known = before.Select(candidate => candidate.Item.Id).ToHashSet(StringComparer.Ordinal);
        MemoryCandidate[] candidates =
        [
            .. before,
            .. matches.SelectMany(near => near)
                .GroupBy(match => match.Item.Id, StringComparer.Ordinal)
                .Where(same => !known.Contains(same.Key))
                .Select(same => new MemoryCandidate(same.First().Item, same.Max(match => match.Score)))
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Item.Id, StringComparer.Ordinal),
        ];
        Dictionary<string, int> numbers = candidates
            .Select((candidate, number) => (candidate.Item.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);

        // Of two look-ups the first one's: what has changed between them is newer than what was shown.
        return new RecalledCandidates(
            candidates,
            [.. matches.Select(near => near.Select(match => (numbers[match.Item.Id], match.Score)).ToArray())],
            shown?.Sequence ?? sequence)
        {
            ShownCount = shown?.Candidates.Count ?? candidates.Length,
        };
    }

    /// <summary>Makes the candidates near messages, so many at most: the nearest of each message come before the next of any.</summary>
    public static RecalledCandidates OfMessages(IReadOnlyList<IReadOnlyList<VectorMatch>> matches, int most, long sequence)
    {
        IEnumerable<MemoryCandidate> candidates = matches
            .SelectMany(near => near.Select((match, place) => (match, place)))
            .GroupBy(found => found.match.Item.Id, StringComparer.Ordinal)
            .Select(same => (
                Candidate: new MemoryCandidate(same.First().match.Item, same.Max(found => found.match.Score)), Place: same.Min(found => found.place)))
            .OrderBy(found => found.Place)
            .ThenByDescending(found => found.Candidate.Score)
            .ThenBy(found => found.Candidate.Item.Id, StringComparer.Ordinal)
            .Select(found => found.Candidate);
        return new RecalledCandidates([.. candidates.Take(most)], [], sequence);
    }

    /// <summary>Gets the number of a candidate that says the same in the same words, case and white space apart; or null.</summary>
    /// <param name="text">The words.</param>
    /// <param name="trust">The lowest tier that it may have.</param>
    public int? NumberOf(string text, MemoryTrust trust)
    {
        for (int i = 0; i < Candidates.Count; i++)
        {
            if (Candidates[i].Item.Trust >= trust && ComparableText.AreSame(Candidates[i].Item.Text, text))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Gets the candidates of one fact, with their scores to it.</summary>
    public IReadOnlyList<MemoryCandidate> Of(int fact) =>
        [.. Nearest[fact].Select(near => Candidates[near.Candidate] with { Score = near.Score })];
}
