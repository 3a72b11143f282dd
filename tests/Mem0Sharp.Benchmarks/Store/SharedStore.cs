namespace Mem0Sharp.Benchmarks;

/// <summary>A store in which one user's memories lie evenly among those of a thousand others; that user's are the same however many others there are.</summary>
internal sealed class SharedStore : IAsyncDisposable
{
    public const int Seed = 20261128;
    public const int Questions = 24;
    public const int Top = 10;

    private const int BatchSize = 1_000;
    private const int OtherUsers = 1_000;
    private static readonly MemoryScope Mine = MemoryScope.ForUser("mine");

    private readonly float[][] _mine;
    private readonly float[][] _units = new float[Questions][];

    private SharedStore(int mine) => _mine = new float[mine][];

    public InMemoryVectorStore Store { get; } = new();

    /// <summary>Gets the questions of the one user.</summary>
    public VectorQuery[] Queries { get; } = new VectorQuery[Questions];

    /// <summary>Fills a store.</summary>
    /// <param name="rows">How many memories it has.</param>
    /// <param name="mine">How many are of the one user.</param>
    /// <param name="dimensions">The length of the vectors.</param>
    /// <param name="taken">Is given each row's vector, of length one, and whether it is of the one user; or null.</param>
    public static async Task<SharedStore> FillAsync(int rows, int mine, int dimensions, Action<int, float[], bool>? taken = null)
    {
        SharedStore shared = new(mine);
        NormalVectors own = new(dimensions, Seed);
        NormalVectors others = new(dimensions, Seed + 1);
        for (int i = 0; i < Questions; i++)
        {
            shared.Queries[i] = new VectorQuery { Vector = own.Next(), Scope = Mine, Top = Top };
            shared._units[i] = Unit(shared.Queries[i].Vector.Span);
        }

        await shared.Store.OpenAsync(new EmbeddingSpace("normal", dimensions));
        List<VectorChange> batch = [];
        int apart = rows / mine;
        for (int row = 0; row < rows; row++)
        {
            bool isMine = row % apart == 0 && row / apart < mine;
            float[] vector = isMine ? own.Next() : others.Next();
            if (isMine)
            {
                shared._mine[row / apart] = Unit(vector);
            }

            string id = isMine ? Id(row / apart) : $"o-{row:D7}";
            MemoryScope scope = isMine ? Mine : MemoryScope.ForUser($"other-{row % OtherUsers}");
            batch.Add(new VectorChange.Upsert(new MemoryItem { Id = id, Text = id, Scope = scope, Version = 1 }, vector));
            taken?.Invoke(row, Unit(vector), isMine);
            if (batch.Count == BatchSize || row == rows - 1)
            {
                await shared.Store.ApplyAsync(batch, HistoryPosition.Start);
                batch.Clear();
            }
        }

        return shared;
    }

    /// <summary>Gets the id of one of the user's memories.</summary>
    public static string Id(int mine) => $"m-{mine:D7}";

    /// <summary>Gets a question as a vector of length one.</summary>
    public ReadOnlySpan<float> UnitOf(int question) => _units[question];

    /// <summary>Compares what the store finds with the scores of all of the user's memories, sorted: ids, order and bits.</summary>
    public async Task<bool> FindsWhatIsExactAsync()
    {
        for (int i = 0; i < Questions; i++)
        {
            IReadOnlyList<VectorMatch> found = await Store.SearchAsync(Queries[i]);
            if (!found.Select(match => (match.Item.Id, match.Score)).SequenceEqual(Exact(i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Works out the scores of all of the user's memories and sorts them.</summary>
    public (string Id, double Score)[] Exact(int question) =>
    [
        .. _mine.Select((vector, i) => (Id: Id(i), Score: (double)Math.Clamp(ExactDot.Of(_units[question], vector), -1f, 1f)))
            .OrderByDescending(match => match.Score).ThenBy(match => match.Id, StringComparer.Ordinal).Take(Top),
    ];

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        float[] unit = new float[vector.Length];
        UnitVector.Write(vector, UnitVector.Length(vector, nameof(vector)), unit);
        return unit;
    }
}
