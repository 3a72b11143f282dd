using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A replica follows, lags when it is told to, and takes over.</summary>
public sealed class ReplicaServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replica_PausedAndResumed_ShowsWhatThePrimaryHasWrittenOnlyThen()
    {
        await using RealServer primary = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await Sql.ExecuteAsync(primary.ConnectionString, "CREATE TABLE written AS SELECT 1 AS n", Token);
        await using ReplicaServer replica = await ReplicaServer.CreateAsync(primary, new() { FlushesToDisk = false }, Token);
        await replica.CatchUpAsync(Token);
        (await CountAsync(replica)).Should().Be(1);

        await replica.PauseReplayAsync(Token);
        await Sql.ExecuteAsync(primary.ConnectionString, "INSERT INTO written VALUES (2)", Token);
        await replica.ReceiveAsync(Token);
        (await CountAsync(primary), await CountAsync(replica)).Should().Be((2, 1));

        await replica.ResumeReplayAsync(Token);
        await replica.CatchUpAsync(Token);
        (await CountAsync(replica)).Should().Be(2);
    }

    [Fact]
    public async Task Promote_AfterThePrimaryIsKilled_TakesWritesOnWhatWasThere()
    {
        await using RealServer primary = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await Sql.ExecuteAsync(primary.ConnectionString, "CREATE TABLE written AS SELECT 1 AS n", Token);
        await using ReplicaServer replica = await ReplicaServer.CreateAsync(primary, new() { FlushesToDisk = false }, Token);
        await replica.CatchUpAsync(Token);
        Func<Task> write = () => Sql.ExecuteAsync(replica.ConnectionString, "INSERT INTO written VALUES (2)", Token);
        (await write.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.ReadOnlySqlTransaction);

        await primary.KillAsync(Token);
        await replica.PromoteAsync(Token);

        await write();
        (await CountAsync(replica)).Should().Be(2);
    }

    private static Task<long> CountAsync(RealServer server) => Sql.ScalarAsync<long>(server.ConnectionString, "SELECT count(*) FROM written", Token);
}
