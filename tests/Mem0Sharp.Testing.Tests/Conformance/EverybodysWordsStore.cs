namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store whose scores tell how many memories everybody has.</summary>
internal sealed class EverybodysWordsStore : DelegatingVectorStore
{
    public override async Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(
        KeywordQuery query, CancellationToken cancellationToken = default)
    {
        long stored = await CountAsync(cancellationToken);
        IReadOnlyList<VectorMatch> matches = await base.SearchKeywordsAsync(query, cancellationToken);
        return [.. matches.Select(match => match with { Score = match.Score / (1 + stored) })];
    }
}
