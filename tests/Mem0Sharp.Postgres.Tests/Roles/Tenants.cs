using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>Memories of several users, agents, runs and apps, some linked, some deleted.</summary>
internal static class Tenants
{
    /// <summary>Scopes to look in: of one id and of several, with memories and without.</summary>
    public static readonly MemoryScope[] Scopes =
    [
        MemoryScope.ForUser("alice"), MemoryScope.ForUser("bob"), MemoryScope.ForUser("alice", "helper"), MemoryScope.ForUser("bob", "helper", "r1"),
        MemoryScope.ForAgent("helper"), MemoryScope.ForAgent("helper", appId: "shop"), MemoryScope.ForRun("r1"), MemoryScope.ForApp("shop"),
        MemoryScope.ForUser("carol", appId: "shop"), MemoryScope.ForUser("nobody"), MemoryScope.ForAgent("alice"),
    ];

    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    public static Memory Open(NpgsqlDataSource source, PostgresStoreOptions options)
    {
        PostgresHistoryStore history = new(source, options);

        // Without a cache nothing of other hosts is listened for: each exchange is a call's.
        return new MemoryBuilder().UseHistory(history).UseVectorStore(new PostgresVectorStore(history))
            .UseEmbeddings(new DeterministicEmbeddingGenerator()).Configure(settings => settings.EmbeddingCacheBytes = 0).Build();
    }

    public static async Task<List<MemoryItem>> FillAsync(Memory memory, CancellationToken cancellationToken)
    {
        MemoryScope[] born =
        [
            MemoryScope.ForUser("alice"), MemoryScope.ForUser("alice", "helper"), MemoryScope.ForUser("bob"), MemoryScope.ForUser("bob", "helper", "r1"),
            MemoryScope.ForAgent("helper"), MemoryScope.ForAgent("helper", appId: "shop"), MemoryScope.ForRun("r1"), MemoryScope.ForApp("shop"),
            MemoryScope.ForUser("carol", appId: "shop"), MemoryScope.ForAgent("alice"),
        ];
        List<MemoryItem> items = [];
        foreach (MemoryScope scope in born)
        {
            for (int n = 0; n < 3; n++)
            {
                items.AddRange((await memory.AddAsync($"likes green tea number {items.Count}", scope, Verbatim, cancellationToken)).Items);
            }
        }

        foreach (int place in (int[])[0, 7])
        {
            await memory.DeleteAsync(items[place].Id, cancellationToken: cancellationToken);
        }

        await memory.UpdateAsync(items[1].Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(items[4].Id)) }, cancellationToken: cancellationToken);
        return items;
    }
}
