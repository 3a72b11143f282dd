namespace Mem0Sharp.Benchmarks;

/// <summary>The same vectors three times: in one array, as codes, and in stores whose searches take one thread, or all they may.</summary>
internal sealed class ScanData : IAsyncDisposable
{
    public const int Seed = 20240611;
    public const int Questions = 24;
    public const int Top = 10;

    private const int BatchSize = 1_000;
    private static readonly MemoryScope Mine = MemoryScope.ForUser("mine");

    private readonly int _dimensions;
    private readonly float[][] _units = new float[Questions][];

    private ScanData(int rows, int dimensions)
    {
        _dimensions = dimensions;
        Vectors = GC.AllocateUninitializedArray<float>(rows * dimensions);
        OneThread = new InMemoryVectorStore(1);
        AllThreads = new InMemoryVectorStore();
    }

    /// <summary>Gets all vectors, of length one, one after the other.</summary>
    public float[] Vectors { get; }

    /// <summary>Gets the store whose searches take one thread.</summary>
    public InMemoryVectorStore OneThread { get; }

    /// <summary>Gets the store as users have it.</summary>
    public InMemoryVectorStore AllThreads { get; }

    /// <summary>Gets the questions to the stores.</summary>
    public VectorQuery[] Queries { get; } = new VectorQuery[Questions];

    /// <summary>Gets the plainest scan of all vectors.</summary>
    public ContiguousScan Plain { get; private set; } = null!;

    /// <summary>Gets the codes of all vectors.</summary>
    public CodePass Codes { get; private set; } = null!;

    public static async Task<ScanData> FillAsync(int rows, int dimensions)
    {
        ScanData data = new(rows, dimensions);
        NormalVectors random = new(dimensions, Seed);
        EmbeddingSpace space = new("normal", dimensions);
        await data.OneThread.OpenAsync(space);
        await data.AllThreads.OpenAsync(space);
        List<VectorChange> batch = [];
        for (int row = 0; row < rows; row++)
        {
            float[] vector = random.Next();
            UnitVector.Write(vector, UnitVector.Length(vector, nameof(vector)), data.Vectors.AsSpan(row * dimensions, dimensions));
            string id = Id(row);
            batch.Add(new VectorChange.Upsert(new MemoryItem { Id = id, Text = id, Scope = Mine, Version = 1 }, vector));
            if (batch.Count == BatchSize || row == rows - 1)
            {
                await data.OneThread.ApplyAsync(batch, HistoryPosition.Start);
                await data.AllThreads.ApplyAsync(batch, HistoryPosition.Start);
                batch.Clear();
            }
        }

        for (int i = 0; i < Questions; i++)
        {
            float[] vector = random.Next();
            data.Queries[i] = new VectorQuery { Vector = vector, Scope = Mine, Top = Top };
            data._units[i] = new float[dimensions];
            UnitVector.Write(vector, UnitVector.Length(vector, nameof(vector)), data._units[i]);
        }

        data.Plain = new ContiguousScan(data.Vectors, dimensions);
        data.Codes = new CodePass(data.Vectors, dimensions, data._units);
        return data;
    }

    /// <summary>Gets a question as a vector of length one.</summary>
    public ReadOnlySpan<float> Unit(int query) => _units[query];

    /// <summary>Works out the scores of all rows and sorts them: what every search has to find, to the bit.</summary>
    public (string Id, double Score)[] Exact(int query)
    {
        (string Id, double Score)[] all = new (string, double)[Vectors.Length / _dimensions];
        for (int row = 0; row < all.Length; row++)
        {
            all[row] = (Id(row), Math.Clamp(ExactDot.Of(_units[query], Vectors.AsSpan(row * _dimensions, _dimensions)), -1f, 1f));
        }

        return [.. all.OrderByDescending(match => match.Score).ThenBy(match => match.Id, StringComparer.Ordinal).Take(Top)];
    }

    public async ValueTask DisposeAsync()
    {
        await OneThread.DisposeAsync();
        await AllThreads.DisposeAsync();
    }

    private static string Id(int row) => $"m-{row:D7}";
}
