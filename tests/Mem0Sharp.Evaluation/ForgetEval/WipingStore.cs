namespace Mem0Sharp.Evaluation;

/// <summary>Forgets everything at each change; of a supersession only the new text remains. Finds whatever there is.</summary>
internal sealed class WipingStore : IForgettingStore
{
    private readonly List<string> _facts = [];

    public Task AddAsync(string fact, CancellationToken cancellationToken)
    {
        _facts.Add(fact);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(ForgetMutation mutation, CancellationToken cancellationToken)
    {
        _facts.Clear();
        if (mutation is ForgetMutation.Supersede supersede)
        {
            _facts.Add(supersede.Text);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> SearchAsync(string query, int top, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _facts.Take(top)]);
}
