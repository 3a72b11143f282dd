using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;

namespace Mem0Sharp.Benchmarks;

/// <summary>The in-memory store's search in a scope of 10,000 memories of 384 dimensions, with filters that leave all, half and 1 % of them.</summary>
public class FilteredSearchBenchmarks
{
    private const int Dimensions = 384;
    private const int InScope = 10_000;
    private const int Seed = 20240613;

    private readonly InMemoryVectorStore _store = new();
    private ReadOnlyMemory<float> _vector;
    private VectorQuery _all = null!;
    private VectorQuery _half = null!;
    private VectorQuery _hundredth = null!;
    private VectorQuery _hundredthByPart = null!;
    private VectorQuery _range = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        Console.WriteLine($"// seed {Seed}");
        RandomVectors random = new(Dimensions, Seed);
        await _store.OpenAsync(new EmbeddingSpace("random", Dimensions));
        VectorChange[] changes = [.. Enumerable.Range(0, InScope).Select(n => new VectorChange.Upsert(Item(n), random.Next()))];
        await _store.ApplyAsync(changes, HistoryPosition.Start);
        _vector = random.Next();
        _all = Query(filter: null);
        _half = Query(MemoryField.Metadata("half").EqualTo(1));
        _hundredth = Query(MemoryField.Metadata("hundredth").EqualTo(7));
        _hundredthByPart = Query(MemoryField.Metadata("words").Contains("-7-"));
        _range = Query(MemoryField.Metadata("n").AtLeast(5_000) & MemoryField.Metadata("n").LessThan(5_100));
    }

    [GlobalCleanup]
    public ValueTask Cleanup() => _store.DisposeAsync();

    [Benchmark(Baseline = true, Description = "no filter")]
    public Task<IReadOnlyList<VectorMatch>> All() => _store.SearchAsync(_all);

    [Benchmark(Description = "eq that leaves half")]
    public Task<IReadOnlyList<VectorMatch>> Half() => _store.SearchAsync(_half);

    [Benchmark(Description = "eq that leaves 1 %")]
    public Task<IReadOnlyList<VectorMatch>> Hundredth() => _store.SearchAsync(_hundredth);

    [Benchmark(Description = "gte and lt that leave 1 %")]
    public Task<IReadOnlyList<VectorMatch>> Range() => _store.SearchAsync(_range);

    [Benchmark(Description = "contains that leaves 1 %")]
    public Task<IReadOnlyList<VectorMatch>> HundredthByPart() => _store.SearchAsync(_hundredthByPart);

    private static MemoryItem Item(int n) => new()
    {
        Id = $"m{n:D5}",
        Text = $"m{n:D5}",
        Scope = MemoryScope.ForUser("mine"),
        Metadata = MemoryMetadata.From(new JsonObject { ["n"] = n, ["half"] = n % 2, ["hundredth"] = n % 100, ["words"] = $"x-{n % 100}-y" }),
    };

    private VectorQuery Query(MemoryFilter? filter) => new() { Vector = _vector, Scope = MemoryScope.ForUser("mine"), Top = 10, Filter = filter };
}
