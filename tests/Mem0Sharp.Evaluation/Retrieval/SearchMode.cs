namespace Mem0Sharp.Evaluation;

/// <summary>What <see cref="Memory.SearchAsync"/> finds.</summary>
/// <param name="memory">The memory.</param>
/// <param name="mode">What it goes by.</param>
/// <param name="newestAmongNearTies">Whether of near ties the newest comes first.</param>
internal sealed class SearchMode(Memory memory, MemorySearchMode mode, bool newestAmongNearTies) : IRetrievalMode
{
    private readonly MemorySearchOptions _options = new() { Mode = mode, Top = RetrievalScore.Depth, NewestAmongNearTies = newestAmongNearTies };

    public async Task<IReadOnlyList<MemoryItem>> SearchAsync(string question, MemoryScope scope, CancellationToken cancellationToken) =>
        [.. (await memory.SearchAsync(question, scope, _options, cancellationToken)).Select(result => result.Item)];
}
