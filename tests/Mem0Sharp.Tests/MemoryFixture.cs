using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests;

/// <summary>A real memory over a real store, with a scripted model, counted embeddings and a steerable clock.</summary>
/// <remarks>The store is a file here. Tests of other stores link this file, and the tests that use it, beside a part of their own.</remarks>
internal sealed partial class MemoryFixture : IAsyncDisposable
{
    public static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    public static readonly MemoryScope Bob = MemoryScope.ForUser("bob");

    /// <summary>For a test of what is embedded: its words would find a text whatever became of its vector, and a score is no cosine.</summary>
    public static readonly MemorySearchOptions ByVector = new() { Mode = MemorySearchMode.Vector };

    /// <summary>The nearest by vector, and no other.</summary>
    public static readonly MemorySearchOptions Nearest = new() { Mode = MemorySearchMode.Vector, Top = 1, NewestAmongNearTies = false };

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

    public Memory Memory { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Extraction and arbitration by rules.</summary>
    public static MemoryFixture ByRules(Action<MemoryBuilder>? build = null) => new(build, hasModel: false);

    /// <summary>Extraction and arbitration by the scripted model.</summary>
    public static MemoryFixture ByModel(Action<MemoryBuilder>? build = null) => new(build, hasModel: true);

    /// <summary>Opens the same store once more, as another process would.</summary>
    public Memory OpenOther(Action<MemoryBuilder>? build = null)
    {
        Memory other = Open(build);
        _others.Add(other);
        return other;
    }

    /// <summary>Closes the memory and opens the store again.</summary>
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

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        foreach (Memory other in _others)
        {
            await other.DisposeAsync();
        }

        await DropStoreAsync();
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private Memory Open(Action<MemoryBuilder>? build = null)
    {
        // A test that is not of resilience sees the first failure at once: its clock stands still.
        MemoryBuilder builder = UseStore(new MemoryBuilder()).UseEmbeddings(Embeddings).UseTimeProvider(Time)
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
