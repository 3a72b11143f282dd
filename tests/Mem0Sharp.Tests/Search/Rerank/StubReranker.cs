namespace Mem0Sharp.Tests.Search.Rerank;

/// <summary>A reranker that answers as it is told, and keeps what it was asked.</summary>
internal sealed class StubReranker(Func<string, IReadOnlyList<MemoryItem>, IReadOnlyList<double>> answer) : IMemoryReranker
{
    public List<(string Query, IReadOnlyList<MemoryItem> Memories)> Calls { get; } = [];

    /// <summary>Gets what it waits for before it answers, whatever the caller's token says.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>Gets what happens before it answers.</summary>
    public Func<Task> Meanwhile { get; init; } = () => Task.CompletedTask;

    public async Task<IReadOnlyList<double>> RerankAsync(
        string query, IReadOnlyList<MemoryItem> memories, CancellationToken cancellationToken = default)
    {
        Calls.Add((query, memories));
        await Until;
        await Meanwhile();
        return answer(query, memories);
    }
}
