namespace Mem0Sharp.Benchmarks;

/// <summary>Texts of so many users: in the store, in SQLite's full-text search, and one user's in the plain scan that the store is checked by.</summary>
internal sealed class KeywordData : IAsyncDisposable
{
    public const int Seed = 20261125;
    public const int Questions = 32;
    public const int Top = 10;

    private const int WordsAsked = 5;
    private const int BatchSize = 1_000;
    private const string Mine = "user-0";

    private readonly int _users;
    private readonly KeywordScan _scan;
    private readonly FullTextTable _table;

    private KeywordData(IReadOnlyList<(string Id, string User, string Text)> memories, int users)
    {
        _users = users;
        _table = new FullTextTable(memories);
        _scan = new KeywordScan([.. memories.Where(memory => memory.User is Mine).Select(memory => memory.Text)]);
    }

    public InMemoryVectorStore Store { get; } = new();

    /// <summary>Gets the questions of one user: words drawn as those of the texts are, so that most have one that many memories share.</summary>
    public KeywordQuery[] Queries { get; } = new KeywordQuery[Questions];

    /// <summary>Fills all.</summary>
    /// <param name="count">How many memories there are.</param>
    /// <param name="users">How many users they belong to, in turn.</param>
    public static async Task<KeywordData> FillAsync(int count, int users)
    {
        RandomTexts random = new(Seed);
        (string Id, string User, string Text)[] memories =
            [.. Enumerable.Range(0, count).Select(i => (i % users == 0 ? Id(i / users) : $"o-{i:D7}", $"user-{i % users}", random.Next()))];
        KeywordData data = new(memories, users);
        await data.Store.OpenAsync(new EmbeddingSpace("none", 1));
        foreach ((string Id, string User, string Text)[] batch in memories.Chunk(BatchSize))
        {
            await data.Store.ApplyAsync(
                [.. batch.Select(memory => new VectorChange.Upsert(
                    new MemoryItem { Id = memory.Id, Text = memory.Text, Scope = MemoryScope.ForUser(memory.User), Version = 1 }, default))],
                HistoryPosition.Start);
        }

        for (int i = 0; i < Questions; i++)
        {
            data.Queries[i] = new KeywordQuery { Text = random.Words(WordsAsked), Scope = MemoryScope.ForUser(Mine), Top = Top };
        }

        return data;
    }

    /// <summary>Asks SQLite.</summary>
    public IReadOnlyList<string> SearchFullText(int question) => _table.Search(Queries[question].Text, _users == 1 ? null : Mine, Top);

    /// <summary>Compares what the store finds with BM25 of the user's texts, worked out anew. FTS5 has other weights: it has to find as many.</summary>
    public async Task<bool> FindsWhatIsExactAsync()
    {
        for (int i = 0; i < Questions; i++)
        {
            IReadOnlyList<VectorMatch> found = await Store.SearchKeywordsAsync(Queries[i]);
            IEnumerable<(string, double)> exact = _scan.Search(Queries[i].Text, Top).Select(match => (Id(match.Text), match.Score));
            if (!found.Select(match => (match.Item.Id, match.Score)).SequenceEqual(exact) || SearchFullText(i).Count != found.Count)
            {
                return false;
            }
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        _table.Dispose();
        return Store.DisposeAsync();
    }

    private static string Id(int mine) => $"m-{mine:D7}";
}
