using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>What is ours around PGlite: many clients of one session, each with its own answers.</summary>
public sealed class PGliteServerTests(PGliteDatabase database) : IClassFixture<PGliteDatabase>, IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Source => _source!;

    public async ValueTask InitializeAsync() => _source = await database.GetAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Clients_WithMessagesLongerThanASegment_AreAnsweredEachItsOwn()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
        {
            for (int round = 0; round < 30; round++)
            {
                string text = new((char)('a' + client), 40_000 + (1_000 * client));
                await using NpgsqlCommand command = Source.CreateCommand($"SELECT length($1::text) || ' {client}'");
                command.Parameters.Add(new() { Value = text });
                (await command.ExecuteScalarAsync(Token)).Should().Be($"{text.Length} {client}");
            }
        }));
    }

    [Fact]
    public async Task Clients_WithTransactions_TakeTurnsByWholeOnes()
    {
        await ExecuteAsync("CREATE TABLE counters (n int)");
        await ExecuteAsync("INSERT INTO counters VALUES (0)");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (int round = 0; round < 20; round++)
            {
                await using NpgsqlConnection connection = await Source.OpenConnectionAsync(Token);
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Token);
                await using NpgsqlCommand read = new("SELECT n FROM counters", connection);
                int n = (int)(await read.ExecuteScalarAsync(Token))!;
                await using NpgsqlCommand write = new("UPDATE counters SET n = $1", connection) { Parameters = { new() { Value = n + 1 } } };
                await write.ExecuteNonQueryAsync(Token);
                await transaction.CommitAsync(Token);
            }
        }));

        (await ScalarAsync("SELECT n FROM counters")).Should().Be(160);
    }

    [Fact]
    public async Task Prepare_OfTwoClients_KeepsTheirStatementsApart()
    {
        await using NpgsqlConnection one = await Source.OpenConnectionAsync(Token);
        await using NpgsqlConnection other = await Source.OpenConnectionAsync(Token);
        await using NpgsqlCommand first = new("SELECT 1", one);
        await using NpgsqlCommand second = new("SELECT 2", other);
        await first.PrepareAsync(Token);
        await second.PrepareAsync(Token);

        (await first.ExecuteScalarAsync(Token), await second.ExecuteScalarAsync(Token)).Should().Be((1, 2));
    }

    [Fact]
    public async Task Client_ThatLeavesInATransaction_HasWrittenNothing()
    {
        await ExecuteAsync("CREATE TABLE written (n int)");
        await using (NpgsqlConnection connection = new(Source.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync(Token);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Token);
            await using NpgsqlCommand write = new("INSERT INTO written VALUES (1)", connection);
            await write.ExecuteNonQueryAsync(Token);
        }

        (await ScalarAsync("SELECT count(*) FROM written")).Should().Be(0L);
    }

    [Fact]
    public async Task Notify_ReachesWhoListens_AndNobodyElse()
    {
        await using NpgsqlConnection listener = await Source.OpenConnectionAsync(Token);
        await using NpgsqlConnection other = await Source.OpenConnectionAsync(Token);
        List<string> heard = [];
        List<string> overheard = [];
        listener.Notification += (_, notification) => heard.Add(notification.Payload);
        other.Notification += (_, notification) => overheard.Add(notification.Payload);
        await using NpgsqlCommand listen = new("LISTEN news", listener);
        await listen.ExecuteNonQueryAsync(Token);

        await using NpgsqlCommand notify = new("NOTIFY news, 'one'", other);
        await notify.ExecuteNonQueryAsync(Token);

        await listener.WaitAsync(Token);
        (string.Join(',', heard), string.Join(',', overheard)).Should().Be(("one", ""));
    }

    [Fact]
    public async Task CopyFromAClient_IsRefused_AndTheServerGoesOn()
    {
        await ExecuteAsync("CREATE TABLE copied (n int)");
        await using NpgsqlConnection connection = await Source.OpenConnectionAsync(Token);

        Func<Task> copy = () => connection.BeginBinaryImportAsync("COPY copied FROM STDIN (FORMAT BINARY)", Token);

        (await copy.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.FeatureNotSupported);
        (await ScalarAsync("SELECT count(*) FROM copied")).Should().Be(0L);
    }

    [Fact]
    public async Task Node_WhenItsStarterIsKilled_EndsInTheMiddleOfAQuery()
    {
        string script = Path.Combine(await PGliteServer.InstallAsync(Token), "serve.mjs");

        // It holds the other end of Node's standard input, and is given no time to close it.
        using Process starter = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec 3> >(exec node '{script}'); echo $!; echo create >&3; exec cat"])
        {
            RedirectStandardInput = true, // It ends with this process, if not before.
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        using Process node = Process.GetProcessById(int.Parse((await starter.StandardOutput.ReadLineAsync(Token))!, CultureInfo.InvariantCulture));
        using JsonDocument created = JsonDocument.Parse((await starter.StandardOutput.ReadLineAsync(Token))!);
        await using NpgsqlConnection connection = new(
            $"Host=127.0.0.1;Port={created.RootElement.GetProperty("port").GetInt32()};Username=postgres;SSL Mode=Disable;Pooling=false;Command Timeout=0");
        await connection.OpenAsync(Token);
        await using NpgsqlCommand command = new("DO $$BEGIN LOOP END LOOP; END$$", connection);
        TimeSpan used = node.TotalProcessorTime;
        Task<int> endless = command.ExecuteNonQueryAsync(Token);
        while (node.TotalProcessorTime < used + TimeSpan.FromMilliseconds(500))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
            node.Refresh();
        }

        starter.Kill();

        await node.WaitForExitAsync(Token);
        await endless.Awaiting(query => query).Should().ThrowAsync<NpgsqlException>();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}
