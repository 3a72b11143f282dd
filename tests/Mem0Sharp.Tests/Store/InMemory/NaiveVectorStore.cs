namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>What a search should find, worked out the slow way: every memory, in double precision, sorted.</summary>
internal sealed class NaiveVectorStore
{
    private readonly Dictionary<string, (int Version, MemoryItem? Item, float[] Vector)> _memories = new(StringComparer.Ordinal);

    public int Count => _memories.Values.Count(memory => memory.Item is not null);

    public void Apply(VectorChange change)
    {
        if (_memories.TryGetValue(change.Id, out var known) && known.Version >= change.Version)
        {
            if (known.Version == change.Version && known is { Item: not null, Vector.Length: 0 } && change is VectorChange.Upsert { Vector: var late })
            {
                _memories[change.Id] = known with { Vector = late.ToArray() };
            }

            return;
        }

        _memories[change.Id] = change switch
        {
            VectorChange.Upsert upsert => (change.Version, upsert.Item, upsert.Vector.ToArray()),
            VectorChange.Describe { Item: var item } =>
                (change.Version, item, string.Equals(known.Item?.Text, item.Text, StringComparison.Ordinal) ? known.Vector : []),
            _ => (change.Version, null, []),
        };
    }

    public List<VectorMatch> Search(VectorQuery query) =>
    [
        .. _memories.Values
            .Where(memory => memory is { Item: not null, Vector.Length: > 0 } && query.Scope.Contains(memory.Item))
            .Where(memory => query.ActiveAt is null || !memory.Item!.IsExpired(query.ActiveAt.Value))
            .Select(memory => new VectorMatch(memory.Item!, Cosine(query.Vector.Span, memory.Vector)))
            .Where(match => query.MinScore is null || match.Score >= query.MinScore)
            .OrderByDescending(match => match.Score)
            .ThenBy(match => match.Item.Id, StringComparer.Ordinal)
            .Take(query.Top),
    ];

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double dot = 0, leftSquares = 0, rightSquares = 0;
        for (int i = 0; i < left.Length; i++)
        {
            dot += (double)left[i] * right[i];
            leftSquares += (double)left[i] * left[i];
            rightSquares += (double)right[i] * right[i];
        }

        return dot / Math.Sqrt(leftSquares * rightSquares);
    }
}
