namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that asks the wrong question by keyword, or spoils the answer.</summary>
internal sealed class BrokenKeywordStore(
    Func<KeywordQuery, KeywordQuery>? ask = null, Func<KeywordQuery, IReadOnlyList<VectorMatch>, IEnumerable<VectorMatch>>? answer = null)
    : DelegatingVectorStore
{
    public override async Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(
        KeywordQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorMatch> matches = await base.SearchKeywordsAsync(ask is null ? query : ask(query), cancellationToken);
        return answer is null ? matches : [.. answer(query, matches)];
    }
}
