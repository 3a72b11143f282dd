namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that asks the wrong question, or spoils the answer.</summary>
internal sealed class BrokenSearchStore(
    Func<VectorQuery, VectorQuery>? ask = null, Func<VectorQuery, IReadOnlyList<VectorMatch>, IEnumerable<VectorMatch>>? answer = null)
    : DelegatingVectorStore
{
    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorMatch> matches = await base.SearchAsync(ask is null ? query : ask(query), cancellationToken);
        return answer is null ? matches : [.. answer(query, matches)];
    }
}
