using Mem0Sharp.Testing;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests;

/// <summary>A real memory over a real file, with a scripted model, counted embeddings and a steerable clock.</summary>
internal sealed class MemoryFixture : IAsyncDisposable
{
    public static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    public static readonly MemoryScope Bob = MemoryScope.ForUser("bob");

    /// <summary>For a test of what is embedded: its words would find a text whatever became of its vector, and a score is no cosine.</summary>
    public static readonly MemorySearchOptions ByVector = new() { Mode = MemorySearchMode.Vector };

    /// <summary>The nearest by vector, and no other.</summary>
    public static readonly MemorySearchOptions Nearest = new() { Mode = MemorySearchMode.Vector, Top = 1, NewestAmongNearTies = false };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");
    private readonly Action<MemoryBuilder>? _build;
    private readonly bool _hasModel;
    private readonly List<Memory> _others = [];

    private MemoryFixture(Action<MemoryBuilder>? build, bool hasModel)
    {
        _build = build;
        _hasModel = hasModel;
        Memory = Open();
    }

    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public DeterministicEmbeddingGenerator Embeddings { get; } = new();

    public ScriptedChatClient Chat { get; } = new();

    public string Path => System.IO.Path.Combine(_folder.FullName, "memories.db");

    public Memory Memory { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Extraction and arbitration by rules.</summary>
    public static MemoryFixture ByRules(Action<MemoryBuilder>? build = null) => new(build, hasModel: false);

    /// <summary>Extraction and arbitration by the scripted model.</summary>
    public static MemoryFixture ByModel(Action<MemoryBuilder>? build = null) => new(build, hasModel: true);

    /// <summary>Opens the same file once more, as another process would.</summary>
    public Memory OpenOther(Action<MemoryBuilder>? build = null)
    {
        Memory other = Open(build);
        _others.Add(other);
        return other;
    }

    /// <summary>Closes the memory and opens the file again.</summary>
    public async Task ReopenAsync()
    {
        await Memory.DisposeAsync();
        Memory = Open();
    }

    /// <summary>Stores one text as it is.</summary>
    public async Task<MemoryItem> StoreAsync(string text, MemoryScope? scope = null, MemoryAddOptions? options = null)
    {
        MemoryAddOptions verbatim = new()
        {
            Mode = MemoryAddMode.Verbatim,
            Metadata = options?.Metadata,
            Tags = options?.Tags ?? [],
            Type = options?.Type ?? MemoryType.Semantic,
            IsImmutable = options?.IsImmutable ?? false,
            ExpiresAt = options?.ExpiresAt,
            ValidFrom = options?.ValidFrom,
            ValidTo = options?.ValidTo,
        };
        MemoryAddResult result = await Memory.AddAsync(text, scope ?? Alice, verbatim, Token);
        return result.Facts.Single().Item!;
    }

    /// <summary>Queues a model's extraction of facts, all from the first message.</summary>
    public void Extracts(params string[] facts) => Chat.Reply(
        $$"""{"facts":[{{string.Join(",", facts.Select(fact => $$"""{"text":{{Json(fact)}},"messages":[0]}"""))}}]}""");

    /// <summary>Queues a model's decisions, as JSON objects.</summary>
    public void Decides(params string[] decisions) => Chat.Reply($$"""{"decisions":[{{string.Join(",", decisions)}}]}""");

    public async Task<List<HistoryEntry>> HistoryAsync(string id) => await Memory.HistoryAsync(id, Token).ToListAsync(Token);

    /// <summary>Changes rows as somebody would who knows how their checksums are made.</summary>
    public void Forge(string sql)
    {
        Sql(sql);
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        SqliteChecksum.Register(connection);
        foreach (string table in SqliteChecksum.Tables)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"UPDATE {table} SET checksum = {SqliteChecksum.Of(table)}";
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs SQL against the file with a connection of its own.</summary>
    public List<object?[]> Sql(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
        {
            object?[] row = new object?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        foreach (Memory other in _others)
        {
            await other.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private Memory Open(Action<MemoryBuilder>? build = null)
    {
        // A test that is not of resilience sees the first failure at once: its clock stands still.
        MemoryBuilder builder = new MemoryBuilder().UseSqlite(Path).UseEmbeddings(Embeddings).UseTimeProvider(Time)
            .Configure(options => (options.ServiceRetries, options.ServiceBreakDuration) = (0, TimeSpan.Zero));
        if (_hasModel)
        {
            builder.UseChatClient(Chat);
        }

        _build?.Invoke(builder);
        build?.Invoke(builder);
        return builder.Build();
    }
}
