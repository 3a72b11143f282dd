using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Isolation;

/// <summary>A memory that one scope has filled: everything that a handle could reach is there once.</summary>
internal sealed class IsolationWorld : IAsyncDisposable
{
    /// <summary>What the rules take as it is said, and store so.</summary>
    public const string Said = "I like green tea.";

    public const string Text = "I like green tea", Rejected = "I hate green tea", Key = "call-1";

    private readonly IAsyncDisposable? _store;

    private IsolationWorld(Memory memory, IAsyncDisposable? store) => (Memory, _store) = (memory, store);

    /// <summary>Gets the scopes that are held against each other: each kind of id alone, and combinations that share one.</summary>
    public static IReadOnlyList<MemoryScope> Scopes { get; } =
    [
        MemoryScope.ForUser("alice"), MemoryScope.ForUser("bob"), MemoryScope.ForAgent("coach"), MemoryScope.ForAgent("chef"),
        MemoryScope.ForRun("r1"), MemoryScope.ForRun("r2"), MemoryScope.ForApp("web"), MemoryScope.ForApp("cli"),
        MemoryScope.ForUser("alice", agentId: "coach"), MemoryScope.ForUser("alice", agentId: "chef"), MemoryScope.ForUser("alice", runId: "r1"),
        MemoryScope.ForUser("alice", appId: "web"), MemoryScope.ForUser("Alice"), MemoryScope.ForUser("alic\u0435"), MemoryScope.ForUser("*"),
        MemoryScope.ForUser("%"), MemoryScope.ForUser("a_ice"), MemoryScope.ForUser("'"), MemoryScope.ForUser("alice'--"),
    ];

    public const string Actor = "mira";

    public Memory Memory { get; }

    /// <summary>Gets a memory with three versions.</summary>
    public MemoryItem Item { get; private set; } = null!;

    /// <summary>Gets a memory in review.</summary>
    public MemoryItem Kept { get; private set; } = null!;

    /// <summary>Gets the id of a call that is kept.</summary>
    public string Queued { get; private set; } = null!;

    public DateTimeOffset Before { get; private set; }

    private static CancellationToken Token => MemoryFixture.Token;

    /// <summary>Fills a memory as one scope.</summary>
    public static async Task<IsolationWorld> FilledAsync(MemoryScope scope, Action<MemoryBuilder>? build = null)
    {
        ManualTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        MemoryBuilder builder = new MemoryBuilder().UseTimeProvider(time).UseEmbeddings(new DeterministicEmbeddingGenerator(dimensions: 8))
            .Configure(options => options.ProcessesQueue = false);
        IAsyncDisposable? store = MemoryFixture.UseQuickStore(builder);
        build?.Invoke(builder);
        IsolationWorld world = new(builder.Build(), store);
        ScopedMemory own = world.Memory.For(scope);
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim };
        MemoryItem rejected = (await own.AddAsync(Rejected, verbatim, Token)).Items.Single();
        await own.DeleteAsync(rejected.Id, cancellationToken: Token);
        MemoryItem item = (await own.AddAsync(
            [new ChatMessage(ChatRole.User, "Likes tea") { AuthorName = Actor }], verbatim, Token)).Items.Single();
        world.Before = time.GetUtcNow();
        time.Advance(TimeSpan.FromHours(1));
        await own.UpdateAsync(item.Id, "Likes mint tea", cancellationToken: Token);
        world.Kept = (await own.UpdateAsync(
            item.Id, "Likes red tea", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token)).Item;
        world.Item = (await own.UpdateAsync(item.Id, Text, new MemoryUpdateOptions { IdempotencyKey = Key, ChangedBy = "editor" }, Token)).Item;
        world.Queued = (await own.AddAsync("Likes cake", new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Queue = MemoryQueueMode.Always }, Token)).Queued!.Id;
        return world;
    }

    /// <summary>Writes down all that its own scope sees, to tell whether somebody else changed it.</summary>
    public async Task<string> StateAsync()
    {
        List<HistoryEntry> rows = await Memory.HistoryAsync([Item.Id, Kept.Id], Token).ToListAsync(Token);
        MemoryItem? item = await Memory.GetAsync(Item.Id, Token);
        return string.Join('\n', rows.Select(row => $"{row} {row.NewText}")) + $"\n{item} {item?.Text} {item?.LinkedAgentIds.Count} {item?.LinkedRunIds.Count}";
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}
