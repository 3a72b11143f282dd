using Mem0Sharp.Postgres.Tests.Servers;
using Microsoft.Extensions.AI;
using Npgsql;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Postgres.Tests.History;

/// <summary>A file becomes a database, and a database a file.</summary>
public sealed class MigrationTests(PostgresServers servers) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-migrate-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task MigrateAsync_FromAFileToAServerAndBack_GoesOnWhereItWasCutOffAndIsTheSameHistory(ServerKind kind)
    {
        PostgresServer server = await servers.GetAsync(kind);
        await using TestDatabase database = await server.CreateDatabaseAsync(Token);
        await using NpgsqlDataSource data = NpgsqlDataSource.Create(database.ConnectionString);
        await using PostgresHistoryStore there = new(data, new PostgresStoreOptions { Partitions = 2 });
        await using SqliteHistoryStore file = new(new SqliteHistoryOptions { Path = Path.Combine(_folder.FullName, "file.db") });
        await using SqliteHistoryStore back = new(new SqliteHistoryOptions { Path = Path.Combine(_folder.FullName, "back.db") });
        await FillAsync(file);
        using CancellationTokenSource ending = new();
        Func<Task> cut = () => file.MigrateAsync(there, new Ending(ending), ending.Token);

        await cut.Should().ThrowAsync<OperationCanceledException>();
        await file.CommitAsync([Update("5", "since \0 then"), Delete("6")], Token);
        await file.EraseAsync(new HistoryErasureRequest { MemoryIds = ["7", "2"], ErasedAt = Noon.AddDays(1) }, Token);
        HistoryMigrationResult up = await file.MigrateAsync(there, cancellationToken: Token);
        HistoryMigrationResult down = await there.MigrateAsync(back, cancellationToken: Token);
        HistoryMigrationResult same = await file.MigrateAsync(back, cancellationToken: Token);

        (up.Erased, up.Rejections, up.Calls, up.Queued).Should().Be((4, 2, 2, 3));
        up.Copied.Should().BeInRange(1, up.Rows - 1, "a page was there");
        (down.Rows, down.Memories, down.Hash, down.Copied).Should().Be((up.Rows, up.Memories, up.Hash, up.Rows));
        same.Should().Be(up with { Copied = 0, Target = down.Target }, "the first and the last were compared");
        (await there.GetErasuresAsync(0, Token)).Should().Equal(await file.GetErasuresAsync(0, Token));
        (await there.CheckAsync(Token)).Concat(await back.CheckAsync(Token)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task MigrateAsync_AfterAnActorWasErasedAndTheModelChanged_LeavesNothingOfTheActorAtTheServer(ServerKind kind)
    {
        PostgresServer server = await servers.GetAsync(kind);
        await using TestDatabase database = await server.CreateDatabaseAsync(Token);
        await using NpgsqlDataSource data = NpgsqlDataSource.Create(database.ConnectionString);
        await using PostgresHistoryStore there = new(data, new PostgresStoreOptions { Partitions = 2 });
        await using SqliteHistoryStore file = new(new SqliteHistoryOptions { Path = Path.Combine(_folder.FullName, "file.db") });
        await using SqliteHistoryStore back = new(new SqliteHistoryOptions { Path = Path.Combine(_folder.FullName, "back.db") });
        await FillAsync(file);
        await file.CommitAsync(
            [Append(Item("said", text: "what Ann said") with { ActorId = "Ann" }), Append(Item("about") with { Links = [new MemoryLink("said", 1), new MemoryLink("3", 1)] })], Token);
        await file.MigrateAsync(there, cancellationToken: Token);
        await file.MigrateAsync(back, cancellationToken: Token);

        await file.EraseAsync(new HistoryErasureRequest { ActorId = "Ann", ErasedAt = Noon.AddDays(1) }, Token);
        await MoveAsync(file, new EmbeddingSpace("model-b", 2));
        HistoryMigrationResult up = await file.MigrateAsync(there, cancellationToken: Token);
        HistoryMigrationResult down = await there.MigrateAsync(back, cancellationToken: Token);

        (up.Copied, up.Erased, up.Queued).Should().Be((1, 3, 2), "the row that tells that a link is gone is new");
        (down.Hash, down.Copied).Should().Be((up.Hash, 1));
        (await there.OpenAsync(Token)).Space.Should().Be(new EmbeddingSpace("model-b", 2));
        List<HistoryEntry> rows = await there.ReadAfterAsync(0, Token).ToListAsync(Token);
        rows.Should().NotContain(row => row.ChangedBy == "Ann" || row.Item.ActorId == "Ann" || row.Item.Links.Any(link => link.TargetId == "said"));
        (await there.GetEmbeddingsAsync(["what Ann said", "second"], Token)).Select(vector => vector?.Length).Should().Equal(null, 2);
        (await there.CheckAsync(Token)).Concat(await back.CheckAsync(Token)).Should().BeEmpty();
    }

    private static async Task MoveAsync(SqliteHistoryStore file, EmbeddingSpace space)
    {
        List<string> texts = await file.ReadUnstagedTextsAsync(space, Token).Distinct().ToListAsync(Token);
        await file.StageEmbeddingsAsync(
            texts.ConvertAll(text => KeyValuePair.Create(text, new StoredEmbedding(space, new float[] { text.Length, 1 }))), restarts: true, Token);
        (await file.ReplaceEmbeddingsAsync(space, Token)).Should().BeTrue();
    }

    private static async Task FillAsync(SqliteHistoryStore file)
    {
        await file.OpenAsync(Token);
        MemoryItem late = Item("late"), linking = Item("linking") with { Links = [new MemoryLink("2", 0.5)] };
        await file.CommitAsync([.. Enumerable.Range(0, 400).Select(i => Add($"{i}", text: $"text {i % 90} \\ \0"))], Token);
        await file.CommitAsync(
            [
                Append(linking),
                new HistoryWrite(late.Id, _ => new HistoryAppend { Event = MemoryEvent.Add, Item = late, Embedding = new StoredEmbedding(Space, default), ChangedBy = "Ann", Reason = "a \0" }),
                Update("3", "second"), Delete("4"), Update("9", "text 3 \\ \0"),
            ],
            Token);
        await file.EraseAsync(new HistoryErasureRequest { MemoryIds = ["8", "1"], ErasedAt = Noon }, Token);
        await file.AddRejectionsAsync([new(new("alice", "tea"), Noon), new(new("bob", "tea"), Noon.AddTicks(1))], Token);
        await file.AddCallsAsync(
            [
                new("key", "request", Noon) { Outcome = new HistoryCallOutcome("a \0 b", ["3", "4"]) { HoldsFacts = true }, Scope = MemoryScope.ForUser("bob") },
                new("forgotten", "request", Noon),
            ],
            Token);
        foreach (string id in (string[])["2", "3", "1"])
        {
            ChatMessage said = new(ChatRole.User, $"said in {id} \0") { AuthorName = id is "3" ? "Ann" : "Zoe" };
            QueuedAdd add = new(Conversation.Of([said]), MemoryScope.ForUser("bob"), Within: null, MemoryAddMode.Reconcile, new MemoryAddOptions());
            await file.EnqueueAsync(
                new QueuedCall { Id = id, Kind = QueuedCallKind.Add, Scope = add.Scope, QueuedAt = Noon, Content = add.ToJson(), Attempts = 2, ErrorCode = "store_failed" }, Token);
        }
    }

    /// <summary>Cancels once a page is copied.</summary>
    private sealed class Ending(CancellationTokenSource ending) : IProgress<HistoryMigrationProgress>
    {
        public void Report(HistoryMigrationProgress value)
        {
            if (value.Copied > 0)
            {
                ending.Cancel();
            }
        }
    }
}
