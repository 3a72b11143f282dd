using BenchmarkDotNet.Attributes;

namespace Mem0Sharp.Benchmarks;

/// <summary>
/// The in-memory store's search by keyword in a scope of 10,000 memories, beside a scan that works BM25 out anew and SQLite's FTS5.
/// </summary>
/// <remarks>
/// Five words a question, drawn as those of the texts are, so most questions have words that many memories share. Each call asks the next of
/// 32 questions. Others' memories lie between those of the scope; the scan does not have them.
/// </remarks>
public class KeywordSearchBenchmarks
{
    private const int InScope = 10_000;
    private const int Questions = 32;
    private const int WordsAsked = 5;
    private const int Top = 10;
    private const int Seed = 20261125;
    private const int BatchSize = 1_000;

    private static readonly MemoryScope Mine = MemoryScope.ForUser("mine");
    private static readonly MemoryScope Other = MemoryScope.ForUser("other");
    private readonly InMemoryVectorStore _store = new();
    private KeywordScan _scan = null!;
    private FullTextTable _table = null!;
    private KeywordQuery[] _queries = [];
    private int _next;

    /// <summary>Gets or sets how many memories of another user the store holds.</summary>
    [Params(0, 10_000)]
    public int Others { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        Console.WriteLine($"// seed {Seed}");
        RandomTexts random = new(Seed);
        List<MemoryItem> items = [];
        for (int i = 0; i < InScope; i++)
        {
            items.Add(new MemoryItem { Id = $"mine-{i:D5}", Text = random.Next(), Scope = Mine, Version = 1 });
            if (i < Others)
            {
                items.Add(new MemoryItem { Id = $"other-{i:D5}", Text = random.Next(), Scope = Other, Version = 1 });
            }
        }

        await _store.OpenAsync(new EmbeddingSpace("none", 1));
        foreach (MemoryItem[] batch in items.Chunk(BatchSize))
        {
            await _store.ApplyAsync([.. batch.Select(item => new VectorChange.Upsert(item, default))], HistoryPosition.Start);
        }

        _scan = new KeywordScan([.. items.Where(item => Mine.Equals(item.Scope)).Select(item => item.Text)]);
        _table = new FullTextTable(items.Select(item => (item.Id, item.Scope.UserId!, item.Text)));
        _queries = [.. Enumerable.Range(0, Questions).Select(_ => new KeywordQuery { Text = random.Words(WordsAsked), Scope = Mine, Top = Top })];
        await CheckSameResultsAsync();
    }

    [GlobalCleanup]
    public ValueTask Cleanup()
    {
        _table.Dispose();
        return _store.DisposeAsync();
    }

    [Benchmark(Baseline = true, Description = "plain scan")]
    public (int Text, double Score)[] Scan() => _scan.Search(Next().Text, Top);

    [Benchmark(Description = "SQLite FTS5")]
    public IReadOnlyList<string> FullText() => _table.Search(Next().Text, "mine", Top);

    [Benchmark(Description = "store search")]
    public Task<IReadOnlyList<VectorMatch>> Store() => _store.SearchKeywordsAsync(Next());

    private KeywordQuery Next() => _queries[_next++ % _queries.Length];

    // A search that finds something else is not a faster one. FTS5 has other weights: it has to find something.
    private async Task CheckSameResultsAsync()
    {
        foreach (KeywordQuery query in _queries)
        {
            IEnumerable<(string, double)> found = (await _store.SearchKeywordsAsync(query)).Select(match => (match.Item.Id, match.Score));
            if (!found.SequenceEqual(_scan.Search(query.Text, Top).Select(match => ($"mine-{match.Text:D5}", match.Score)))
                || _table.Search(query.Text, "mine", Top).Count != Top)
            {
                throw new InvalidOperationException("The store and the plain scan do not find the same memories.");
            }
        }
    }
}
