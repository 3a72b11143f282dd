using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Postgres.Tests.Search;

/// <summary>A store that belongs to a history.</summary>
public sealed class HistorysStoreTests(PostgresServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_OfOneHistoryBesideAnother_IsRefusedBeforeItWritesIntoTheFirst()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        PostgresHistoryStore history = new(database.Source, options);
        await using Memory own = Open(history, history);
        await own.AddAsync("Likes tea", MemoryScope.ForUser("alice"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        await using Memory other = Open(new InMemoryHistoryStore(), history);

        Func<Task> add = () => other.AddAsync("Owns a boat", MemoryScope.ForUser("bob"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        await add.Should().ThrowAsync<Exception>();
        (await own.CountAsync(MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().Be(1);
        (await history.CountAsync(null, null, null, Token)).Should().Be(1);
        (await own.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    private static Memory Open(IHistoryStore history, PostgresHistoryStore ofTheStore) => new MemoryBuilder()
        .UseHistory(history).UseVectorStore(new PostgresVectorStore(ofTheStore)).UseEmbeddings(new DeterministicEmbeddingGenerator()).Build();
}
