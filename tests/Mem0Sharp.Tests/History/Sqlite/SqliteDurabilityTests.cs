using System.Reflection;
using Microsoft.Data.Sqlite;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>What an acknowledged write survives, in each mode.</summary>
public sealed class SqliteDurabilityTests : IDisposable
{
    private readonly MemoryFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(HistoryDurability.Full, 2)]
    [InlineData(HistoryDurability.Relaxed, 1)]
    public async Task OpenAsync_EachMode_FlushesWhenItSays(HistoryDurability durability, long synchronous)
    {
        await using SqliteHistoryStore store = Store(_file.Path, durability);
        await store.OpenAsync(Token);

        // The pragma is the connection's own: it must be asked there.
        Writer(store, "PRAGMA synchronous").Should().Be(synchronous);
        Writer(store, "PRAGMA journal_mode").Should().Be("wal");
    }

    [Fact]
    public async Task OpenAsync_NothingSaid_IsFull()
    {
        await using SqliteHistoryStore store = new(new SqliteHistoryOptions { Path = _file.Path });
        await store.OpenAsync(Token);

        Writer(store, "PRAGMA synchronous").Should().Be(2L);
    }

    [Theory]
    [InlineData(HistoryDurability.Full)]
    [InlineData(HistoryDurability.Relaxed)]
    public async Task CommitAsync_AcknowledgedByAProcessThatEnds_IsInTheFiles(HistoryDurability durability)
    {
        await using SqliteHistoryStore store = Store(_file.Path, durability);
        await store.OpenAsync(Token);
        string copy = Path.Combine(_file.Folder, "left.db");
        for (int n = 1; n <= 20; n++)
        {
            await store.CommitAsync([Add($"m{n}")], Token);

            // What lies there while the file is open is what a killed process leaves.
            File.Copy(_file.Path, copy, overwrite: true);
            File.Copy(_file.Path + "-wal", copy + "-wal", overwrite: true);
            await using SqliteHistoryStore left = Store(copy, durability);
            (await left.OpenAsync(Token)).Position.Sequence.Should().Be(n);
            (await left.CountAsync(null, null, null, Token)).Should().Be(n);
            (await left.CheckAsync(Token)).Should().BeEmpty();
        }
    }

    private static SqliteHistoryStore Store(string path, HistoryDurability durability) => new(new SqliteHistoryOptions { Path = path, Durability = durability });

    private static object? Writer(SqliteHistoryStore store, string pragma)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        object writer = typeof(SqliteHistoryStore).GetField("_writer", Hidden)!.GetValue(store)!;
        SqliteConnection connection = (SqliteConnection)typeof(SqliteSession).GetProperty("Connection", Hidden)!.GetValue(writer)!;
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = pragma;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
