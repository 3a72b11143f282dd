namespace Mem0Sharp.Evaluation;

/// <summary>Remembers nothing, so it never says what it should have forgotten: the floor.</summary>
internal sealed class EmptyStore : IForgettingStore
{
    public Task AddAsync(string fact, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ChangeAsync(ForgetMutation mutation, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> SearchAsync(string query, int top, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
