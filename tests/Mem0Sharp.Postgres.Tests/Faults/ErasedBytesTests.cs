using System.Runtime.InteropServices;
using System.Text;
using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>What of an erase is left in a server's files, and until when.</summary>
public sealed class ErasedBytesTests(ITestOutputHelper output)
{
    private const int Memories = 60, Seed = 20261128;
    private const string Gone = "quintessa-7f3a", Stays = "bertram-19c2", Word = "xylograph";

    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RewriteAsync_AfterAnErase_LeavesNothingOfItInAnyTableOrIndex_D1()
    {
        await using RealServer server = await ServerAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using Memory memory = Open(source);
        (Dictionary<string, byte[]> secrets, Dictionary<string, byte[]> kept) = await FillAsync(memory, source);
        await ExecuteAsync(server, "ANALYZE", "CHECKPOINT");
        Find(server, "base", secrets).Should().Equal(secrets.Keys.Order(StringComparer.Ordinal), "before, all of it is there");

        await memory.EraseAsync(MemoryScope.ForUser(Gone), Token);
        await ExecuteAsync(server, "CHECKPOINT");
        SortedSet<string> erased = Find(server, "base", secrets);
        await ExecuteAsync(server, "VACUUM", "CHECKPOINT");
        SortedSet<string> vacuumed = Find(server, "base", secrets);
        await using PostgresHistoryStore history = new(source);
        await history.RewriteAsync(Token);
        await ExecuteAsync(server, "CHECKPOINT");

        output.WriteLine($"erased: {string.Join(", ", erased)}; after VACUUM: {string.Join(", ", vacuumed)}; in the log: {string.Join(", ", Find(server, "pg_wal", secrets))}");
        erased.Should().NotBeEmpty("dead rows stay where they are");
        Find(server, "base", secrets).Should().BeEmpty();
        Find(server, "global", secrets).Should().BeEmpty();
        Find(server, "base", kept).Should().Equal(kept.Keys.Order(StringComparer.Ordinal), "what was not erased is found in the same way");
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        (await memory.CountAsync(MemoryScope.ForUser(Stays), cancellationToken: Token)).Should().Be(Memories);
    }

    [Fact]
    public async Task EraseAsync_ThatRewrites_LeavesNothingInAnyTableOrIndexWhenItReturns_D1()
    {
        await using RealServer server = await ServerAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using Memory memory = Open(source, rewrites: true);
        (Dictionary<string, byte[]> secrets, Dictionary<string, byte[]> kept) = await FillAsync(memory, source);
        await ExecuteAsync(server, "ANALYZE", "CHECKPOINT");

        await memory.EraseAsync(MemoryScope.ForUser(Gone), Token);
        await ExecuteAsync(server, "CHECKPOINT");

        Find(server, "base", secrets).Should().BeEmpty();
        Find(server, "base", kept).Should().HaveCount(kept.Count);
    }

    [Fact]
    public async Task EraseAsync_WhoseRewritingFails_SaysThatItIsErasedAndItsBytesAreNot_D2()
    {
        await using RealServer server = await ServerAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using Memory memory = Open(source, rewrites: true);
        await FillAsync(memory, source);
        await ExecuteAsync(server, "CREATE ROLE guest LOGIN PASSWORD 'guest'", "GRANT ALL ON SCHEMA mem0sharp TO guest",
            "GRANT ALL ON ALL TABLES IN SCHEMA mem0sharp TO guest", "GRANT USAGE ON ALL SEQUENCES IN SCHEMA mem0sharp TO guest",
            "REVOKE MAINTAIN ON ALL TABLES IN SCHEMA mem0sharp FROM guest");
        await using NpgsqlDataSource guest = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "guest", Password = "guest" }.ConnectionString);
        await using Memory restricted = Open(guest, rewrites: true);

        Func<Task> erase = () => restricted.EraseAsync(MemoryScope.ForUser(Gone), Token);

        (await erase.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();
        (await memory.CountAsync(MemoryScope.ForUser(Gone), cancellationToken: Token)).Should().Be(0);
    }

    private static Task<RealServer> ServerAsync() => RealServer.CreateAsync(
        new() { FlushesToDisk = false, More = new Dictionary<string, string>(StringComparer.Ordinal) { ["autovacuum"] = "off" } }, Token);

    private static Memory Open(NpgsqlDataSource source, bool rewrites = false) => new MemoryBuilder()
        .UsePostgres(source, options => (options.Partitions, options.RewritesOnErase) = (2, rewrites))
        .UseEmbeddings(new DeterministicEmbeddingGenerator())
        .Build();

    /// <summary>Stores what is erased later among what stays; each memory is changed, some are deleted, some are long.</summary>
    private static async Task<(Dictionary<string, byte[]> Secrets, Dictionary<string, byte[]> Kept)> FillAsync(
        Memory memory, NpgsqlDataSource source)
    {
        await using PostgresHistoryStore history = new(source);
        Random random = new(Seed);
        Dictionary<string, byte[]> secrets = new(StringComparer.Ordinal) { ["user"] = Encoding.UTF8.GetBytes(Gone), ["word"] = Encoding.UTF8.GetBytes(Word) };
        Dictionary<string, byte[]> kept = new(StringComparer.Ordinal) { ["user"] = Encoding.UTF8.GetBytes(Stays) };
        for (int i = 0; i < Memories; i++)
        {
            foreach ((string user, Dictionary<string, byte[]> known) in ((string, Dictionary<string, byte[]>)[])[(Gone, secrets), (Stays, kept)])
            {
                string text = $"{(ReferenceEquals(user, Gone) ? Word : "tea")} {Convert.ToHexString(Bytes(random, i % 10 == 9 ? 3_000 : 16))}";
                MemoryScope scope = MemoryScope.ForUser(user, agentId: "coach");
                MemoryItem item = (await memory.AddAsync($"{text} at first", scope, Verbatim, Token)).Items.Single();
                await memory.UpdateAsync(item.Id, text, cancellationToken: Token);
                if (i % 5 == 0)
                {
                    known[$"text {i}"] = Encoding.UTF8.GetBytes(text[..30]);
                    known[$"vector {i}"] = MemoryMarshal.AsBytes((await history.GetEmbeddingsAsync([text], Token))[0]!.Value.Span).ToArray();
                }
            }
        }

        return (secrets, kept);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static SortedSet<string> Find(RealServer server, string folder, Dictionary<string, byte[]> wanted) =>
        DataFolder.Find(Path.Combine(server.DataFolder, folder), wanted);

    private static async Task ExecuteAsync(RealServer server, params string[] statements)
    {
        foreach (string statement in statements)
        {
            await Sql.ExecuteAsync(server.ConnectionString, statement, Token);
        }
    }
}
