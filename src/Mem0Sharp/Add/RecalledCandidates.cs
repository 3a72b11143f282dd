namespace Mem0Sharp;

/// <summary>The known memories near the facts of one add, each once and numbered.</summary>
/// <param name="Candidates">The memories, nearest to any fact first.</param>
/// <param name="Nearest">For each fact, numbers and scores of those near it, nearest first.</param>
/// <param name="Sequence">A change of the history that the look-up saw, with all before it.</param>
internal sealed record RecalledCandidates(
    IReadOnlyList<MemoryCandidate> Candidates, IReadOnlyList<IReadOnlyList<(int Candidate, double Score)>> Nearest, long Sequence)
{
    public static RecalledCandidates From(IReadOnlyList<IReadOnlyList<VectorMatch>> matches, long sequence)
    {
        MemoryCandidate[] candidates =
        [
            .. matches.SelectMany(near => near)
                .GroupBy(match => match.Item.Id, StringComparer.Ordinal)
                .Select(same => new MemoryCandidate(same.First().Item, same.Max(match => match.Score)))
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Item.Id, StringComparer.Ordinal),
        ];
        Dictionary<string, int> numbers = candidates
            .Select((candidate, number) => (candidate.Item.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        return new RecalledCandidates(
            candidates, [.. matches.Select(near => near.Select(match => (numbers[match.Item.Id], match.Score)).ToArray())], sequence);
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
