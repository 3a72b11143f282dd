namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that makes do with vectors it should refuse, and finds nothing where it should say why.</summary>
internal sealed class LenientStore : DelegatingVectorStore
{
    private int _dimensions;

    public override async Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        try
        {
            HistoryPosition position = await base.OpenAsync(space, cancellationToken);
            _dimensions = space.Dimensions;
            return position;
        }
        catch (EmbeddingDimensionException)
        {
            return HistoryPosition.Start;
        }
    }

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        base.ApplyAsync([.. changes.Where(change => change is not VectorChange.Upsert { Vector.IsEmpty: false } upsert || IsFine(upsert.Vector.Span))], position, cancellationToken);

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        IsFine(query.Vector.Span) ? await base.SearchAsync(query, cancellationToken) : [];

    private bool IsFine(ReadOnlySpan<float> vector)
    {
        float sum = 0;
        foreach (float component in vector)
        {
            sum += component * component;
        }

        return vector.Length == _dimensions && float.IsFinite(sum) && sum > 0;
    }
}
