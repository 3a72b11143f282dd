using System.Text.Json.Nodes;

namespace Mem0Sharp.Benchmarks;

/// <summary>The memories of one user with numbers as metadata: in a store, and in plain arrays.</summary>
internal sealed class FilteredData : IAsyncDisposable
{
    public const int Seed = 20261129;
    public const int Questions = 24;
    public const int Top = 10;

    private const int BatchSize = 1_000;

    // Has no divisor in common with the numbers of memories, powers of ten: each memory gets a number of its own, far from its neighbours'.
    private const int Step = 7_919;

    private static readonly MemoryScope Mine = MemoryScope.ForUser("mine");

    private readonly float[] _vectors;
    private readonly int _dimensions;
    private readonly Dictionary<string, object>[] _metadata;
    private readonly float[][] _asked = new float[Questions][];
    private readonly float[][] _units = new float[Questions][];

    private FilteredData(int rows, int dimensions)
    {
        _dimensions = dimensions;
        _vectors = new float[rows * dimensions];
        _metadata = new Dictionary<string, object>[rows];
        Plain = new FilteredScan(_vectors, dimensions, _metadata);
    }

    public InMemoryVectorStore Store { get; } = new();

    public FilteredScan Plain { get; }

    public static async Task<FilteredData> FillAsync(int rows, int dimensions)
    {
        FilteredData data = new(rows, dimensions);
        NormalVectors random = new(dimensions, Seed);
        await data.Store.OpenAsync(new EmbeddingSpace("normal", dimensions));
        List<VectorChange> batch = [];
        for (int row = 0; row < rows; row++)
        {
            float[] vector = random.Next();
            UnitVector.Write(vector, UnitVector.Length(vector, nameof(vector)), data._vectors.AsSpan(row * dimensions, dimensions));
            data._metadata[row] = FilterKind.Metadata((int)((long)row * Step % rows));
            JsonObject metadata = [.. data._metadata[row].Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create((int)pair.Value)))];
            batch.Add(new VectorChange.Upsert(
                new MemoryItem { Id = Id(row), Text = Id(row), Scope = Mine, Version = 1, Metadata = MemoryMetadata.From(metadata) }, vector));
            if (batch.Count == BatchSize || row == rows - 1)
            {
                await data.Store.ApplyAsync(batch, HistoryPosition.Start);
                batch.Clear();
            }
        }

        for (int i = 0; i < Questions; i++)
        {
            data._asked[i] = random.Next();
            data._units[i] = new float[dimensions];
            UnitVector.Write(data._asked[i], UnitVector.Length(data._asked[i], nameof(data)), data._units[i]);
        }

        return data;
    }

    /// <summary>Gets a question with a filter.</summary>
    public VectorQuery Query(int question, MemoryFilter filter) => new() { Vector = _asked[question], Scope = Mine, Top = Top, Filter = filter };

    /// <summary>Gets a question as a vector of length one.</summary>
    public ReadOnlySpan<float> UnitOf(int question) => _units[question];

    /// <summary>Compares what the store and the plain scans find with the scores of all rows that match, sorted.</summary>
    /// <returns>How many match, or null where something else is found.</returns>
    public async Task<int?> MatchesAsync(FilterKind kind)
    {
        int[] matching = [.. Enumerable.Range(0, _metadata.Length).Where(row => kind.Matches(_metadata[row]))];
        for (int i = 0; i < Questions; i++)
        {
            (string Id, double Score)[] exact =
            [
                .. matching.Select(row => (Id: Id(row), Score: (double)Math.Clamp(ExactDot.Of(_units[i], Vector(row)), -1f, 1f)))
                    .OrderByDescending(match => match.Score).ThenBy(match => match.Id, StringComparer.Ordinal).Take(Top),
            ];
            IReadOnlyList<VectorMatch> found = await Store.SearchAsync(Query(i, kind.Filter));
            if (!found.Select(match => (match.Item.Id, match.Score)).SequenceEqual(exact)
                || !IsSame(exact, Plain.ScoreThenFilter(_units[i], Top, kind.Matches))
                || !IsSame(exact, Plain.FilterThenScore(_units[i], Top, kind.Matches)))
            {
                return null;
            }
        }

        return matching.Length;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static bool IsSame((string Id, double Score)[] exact, (int Row, float Score)[] found) =>
        exact.Select(match => match.Id).SequenceEqual(found.Select(match => Id(match.Row)), StringComparer.Ordinal);

    private static string Id(int row) => $"m-{row:D7}";

    private ReadOnlySpan<float> Vector(int row) => _vectors.AsSpan(row * _dimensions, _dimensions);
}
