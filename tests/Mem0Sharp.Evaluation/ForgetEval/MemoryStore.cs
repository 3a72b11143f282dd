namespace Mem0Sharp.Evaluation;

/// <summary>One scope of a memory, used as an application would: it searches, and changes what was found by its id.</summary>
/// <param name="memory">The memory.</param>
/// <param name="scope">Whose memories they are.</param>
/// <param name="choice">Which hits a change concerns.</param>
/// <param name="mode">What its searches go by.</param>
internal sealed class MemoryStore(Memory memory, MemoryScope scope, HitChoice choice, MemorySearchMode mode) : IForgettingStore
{
    // The most that one change may concern.
    private const int Depth = 100;

    public Task AddAsync(string fact, CancellationToken cancellationToken) =>
        memory.AddAsync(fact, scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken);

    public async Task ChangeAsync(ForgetMutation mutation, CancellationToken cancellationToken)
    {
        MemorySearchResults hits = await memory.SearchAsync(
            mutation.Query, scope, new MemorySearchOptions { Mode = mode, Top = Depth }, cancellationToken);
        string[] ids = [.. choice(mutation.Query, [.. hits.Select(hit => hit.Item.Text)]).Select(place => hits[place].Item.Id)];
        await (mutation switch
        {
            ForgetMutation.Supersede supersede => SupersedeAsync(ids, supersede.Text, cancellationToken),
            ForgetMutation.Purge => PurgeAsync(ids, cancellationToken),
            _ => ReleaseAsync(ids, cancellationToken),
        });
    }

    public async Task<IReadOnlyList<string>> SearchAsync(string query, int top, CancellationToken cancellationToken)
    {
        MemorySearchResults hits = await memory.SearchAsync(query, scope, new MemorySearchOptions { Mode = mode, Top = top }, cancellationToken);
        return [.. hits.Select(hit => hit.Item.Text)];
    }

    private Task SupersedeAsync(string[] ids, string text, CancellationToken cancellationToken) => ids.Length > 0
        ? memory.UpdateAsync(ids[0], text, cancellationToken: cancellationToken)
        : AddAsync(text, cancellationToken);

    private async Task ReleaseAsync(string[] ids, CancellationToken cancellationToken)
    {
        foreach (string id in ids)
        {
            await memory.DeleteAsync(id, cancellationToken: cancellationToken);
        }
    }

    private async Task PurgeAsync(string[] ids, CancellationToken cancellationToken)
    {
        foreach (string id in ids)
        {
            await memory.EraseAsync(id, cancellationToken);
        }
    }
}
