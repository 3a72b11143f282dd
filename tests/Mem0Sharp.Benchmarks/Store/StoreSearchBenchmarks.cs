using BenchmarkDotNet.Attributes;

namespace Mem0Sharp.Benchmarks;

/// <summary>The in-memory store's search in a scope of 10,000 memories of 384 dimensions, beside a bare scan of the same vectors.</summary>
/// <remarks>Others' memories lie between those of the scope: they are what the scope is for, and the baseline does not have them.</remarks>
public class StoreSearchBenchmarks
{
    private const int Dimensions = 384;
    private const int InScope = 10_000;
    private const int Top = 10;
    private const int Seed = 20240611;
    private const int BatchSize = 1_000;

    private readonly InMemoryVectorStore _store = new();
    private ContiguousScan _scan = null!;
    private VectorQuery _query = null!;

    /// <summary>Gets or sets how many memories of another user the store holds.</summary>
    [Params(0, 10_000)]
    public int Others { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        Console.WriteLine($"// seed {Seed}");
        RandomVectors random = new(Dimensions, Seed);
        float[] contiguous = new float[InScope * Dimensions];
        List<VectorChange> changes = [];
        MemoryScope mine = MemoryScope.ForUser("mine");
        MemoryScope other = MemoryScope.ForUser("other");
        for (int i = 0; i < InScope; i++)
        {
            float[] vector = random.Next();
            vector.CopyTo(contiguous, i * Dimensions);
            changes.Add(new VectorChange.Upsert(Item($"mine-{i:D5}", mine), vector));
            if (i < Others)
            {
                changes.Add(new VectorChange.Upsert(Item($"other-{i:D5}", other), random.Next()));
            }
        }

        await _store.OpenAsync(new EmbeddingSpace("random", Dimensions));
        foreach (VectorChange[] batch in changes.Chunk(BatchSize))
        {
            await _store.ApplyAsync(batch, HistoryPosition.Start);
        }

        _scan = new ContiguousScan(contiguous, Dimensions);
        _query = new VectorQuery { Vector = random.Next(), Scope = mine, Top = Top };
        await CheckSameResultsAsync();
    }

    [GlobalCleanup]
    public ValueTask Cleanup() => _store.DisposeAsync();

    [Benchmark(Baseline = true, Description = "bare scan")]
    public (int Row, float Score)[] Scan() => _scan.Search(_query.Vector.Span, Top);

    [Benchmark(Description = "store search")]
    public Task<IReadOnlyList<VectorMatch>> Store() => _store.SearchAsync(_query);

    private static MemoryItem Item(string id, MemoryScope scope) =>
        new() { Id = id, Text = id, Scope = scope, Version = 1 };

    // A search that finds something else is not a faster one.
    private async Task CheckSameResultsAsync()
    {
        IEnumerable<string> found = (await Store()).Select(match => match.Item.Id);
        if (!found.SequenceEqual(Scan().Select(match => $"mine-{match.Row:D5}"), StringComparer.Ordinal))
        {
            throw new InvalidOperationException("The store and the bare scan do not find the same memories.");
        }
    }
}
