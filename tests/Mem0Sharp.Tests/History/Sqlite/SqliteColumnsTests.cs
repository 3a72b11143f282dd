using System.Globalization;
using Microsoft.Data.Sqlite;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>What a program that knows Mem0's history table reads with plain SQL.</summary>
public sealed class SqliteColumnsTests : IDisposable
{
    private readonly MemoryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task History_AddUpdateDelete_HoldsMem0sColumns()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        MemoryItem item = Item("a", MemoryScope.ForUser("alice", "coach", "run-1", "web"), "likes tea") with { ActorId = "Alice", Role = "user" };

        HistoryCommit commit = await store.CommitAsync(
            [Append(item, reason: "said so"), Update("a", "likes coffee"), Delete("a")], TestContext.Current.CancellationToken);

        const string Columns = "id, memory_id, old_memory, new_memory, event, created_at, updated_at, is_deleted, actor_id, role";
        const string Created = "2026-03-04T12:00:00.1234567+00:00";
        Rows($"SELECT {Columns} FROM history ORDER BY sequence").Should().Equal(
            $"{commit.Results[0].Entry!.Id}|a|NULL|likes tea|ADD|{Created}|{Created}|0|Alice|user",
            $"{commit.Results[1].Entry!.Id}|a|likes tea|likes coffee|UPDATE|{Created}|2026-03-04T13:00:00.1234567+00:00|0|Alice|user",
            $"{commit.Results[2].Entry!.Id}|a|likes coffee|NULL|DELETE|{Created}|2026-03-04T14:00:00.1234567+00:00|1|Alice|user");
        Rows("SELECT sequence, version, user_id, agent_id, run_id, app_id, recorded_at, reason FROM history WHERE sequence = 1").Should().Equal(
            $"1|1|alice|coach|run-1|web|{Created}|said so");
    }

    [Fact]
    public async Task History_NoActor_HoldsNull()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();

        await store.CommitAsync([Add("a", MemoryScope.ForApp("web"))], TestContext.Current.CancellationToken);

        Rows("SELECT actor_id, role, user_id, agent_id, run_id, reason FROM history").Should().Equal("NULL|NULL|NULL|NULL|NULL|NULL");
        Rows("SELECT typeof(new_memory), typeof(is_deleted), typeof(record) FROM history").Should().Equal("text|integer|text");
    }

    [Fact]
    public async Task File_Header_SaysWhoseItIs()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();

        _file.Scalar("PRAGMA application_id").Should().Be(0x4D305323L);
        _file.Scalar("PRAGMA user_version").Should().Be(SqliteSchema.Version);
        _file.Scalar("PRAGMA journal_mode").Should().Be("wal");
    }

    private List<string> Rows(string sql)
    {
        using SqliteConnection connection = _file.Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                column => reader.IsDBNull(column) ? "NULL" : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
