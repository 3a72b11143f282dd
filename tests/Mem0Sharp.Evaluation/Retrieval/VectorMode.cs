namespace Mem0Sharp.Evaluation;

/// <summary>By vector: what <see cref="Memory.SearchAsync"/> does.</summary>
/// <param name="memory">The memory.</param>
/// <param name="newestAmongNearTies">Whether of near ties the newest comes first.</param>
internal sealed class VectorMode(Memory memory, bool newestAmongNearTies) : IRetrievalMode
{
    private readonly MemorySearchOptions _options = new() { Top = RetrievalScore.Depth, NewestAmongNearTies = newestAmongNearTies };

    public async Task<IReadOnlyList<MemoryItem>> SearchAsync(string question, MemoryScope scope, CancellationToken cancellationToken) =>
        [.. (await memory.SearchAsync(question, scope, _options, cancellationToken)).Select(result => result.Item)];
}
