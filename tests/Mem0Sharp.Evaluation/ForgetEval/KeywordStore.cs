namespace Mem0Sharp.Evaluation;

/// <summary>Texts in a list, found by BM25 alone. Those that have no word of a question come after those that have one.</summary>
/// <param name="choice">Which hits a change concerns.</param>
internal sealed class KeywordStore(HitChoice choice) : IForgettingStore
{
    private readonly List<string> _facts = [];

    public Task AddAsync(string fact, CancellationToken cancellationToken)
    {
        _facts.Add(fact);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(ForgetMutation mutation, CancellationToken cancellationToken)
    {
        int[] hits = Rank(mutation.Query);
        int[] chosen = [.. choice(mutation.Query, [.. hits.Select(hit => _facts[hit])]).Select(place => hits[place])];
        switch (mutation)
        {
            case ForgetMutation.Supersede supersede when chosen.Length > 0:
                _facts[chosen[0]] = supersede.Text;
                break;
            case ForgetMutation.Supersede supersede:
                _facts.Add(supersede.Text);
                break;
            default:
                foreach (int fact in chosen.OrderDescending())
                {
                    _facts.RemoveAt(fact);
                }

                break;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> SearchAsync(string query, int top, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Rank(query).Take(top).Select(fact => _facts[fact])]);

    // Union keeps the order of the first: found ones by score, then the others as they were added.
    private int[] Rank(string query) =>
    [
        .. new KeywordIndex(_facts).Search(query, _facts.Count).Select(hit => hit.Text).Union(Enumerable.Range(0, _facts.Count)),
    ];
}
