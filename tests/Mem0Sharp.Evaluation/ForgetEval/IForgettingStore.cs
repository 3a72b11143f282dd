namespace Mem0Sharp.Evaluation;

/// <summary>What remembers the facts of one case, and forgets as well as it can.</summary>
internal interface IForgettingStore
{
    /// <summary>Remembers a fact as it is.</summary>
    Task AddAsync(string fact, CancellationToken cancellationToken);

    /// <summary>Changes what a mutation's query finds.</summary>
    Task ChangeAsync(ForgetMutation mutation, CancellationToken cancellationToken);

    /// <summary>Finds the texts for a question, best first.</summary>
    Task<IReadOnlyList<string>> SearchAsync(string query, int top, CancellationToken cancellationToken);
}
