namespace Mem0Sharp.Evaluation;

/// <summary>By the words alone: what the store of a memory finds without a vector.</summary>
/// <param name="store">The store, up to date.</param>
internal sealed class KeywordMode(IVectorStore store) : IRetrievalMode
{
    public async Task<IReadOnlyList<MemoryItem>> SearchAsync(string question, MemoryScope scope, CancellationToken cancellationToken)
    {
        KeywordQuery query = new() { Text = question, Scope = scope, Top = RetrievalScore.Depth };
        return [.. (await store.SearchKeywordsAsync(query, cancellationToken)).Select(match => match.Item)];
    }
}
