namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that multiplies with stored vectors as they came, instead of with their directions.</summary>
internal sealed class LengthKeepingStore : DelegatingVectorStore
{
    private readonly Dictionary<string, double> _lengths = new(StringComparer.Ordinal);

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        lock (_lengths)
        {
            foreach (VectorChange.Upsert upsert in changes.OfType<VectorChange.Upsert>())
            {
                _lengths[upsert.Id] = Math.Sqrt(upsert.Vector.ToArray().Sum(component => (double)component * component));
            }
        }

        return base.ApplyAsync(changes, position, cancellationToken);
    }

    public override async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorMatch> matches = await base.SearchAsync(query, cancellationToken);
        lock (_lengths)
        {
            return [.. matches.Select(match => match with { Score = match.Score * _lengths[match.Item.Id] }).OrderByDescending(match => match.Score)];
        }
    }
}
