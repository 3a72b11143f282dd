using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A real server does what crash tests ask of it, and leaves nothing behind.</summary>
public sealed class RealServerTests(PostgresServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WhileClientsWrite_LosesNoRowThatWasAcknowledged()
    {
        await using RealServer server = await RealServer.CreateAsync(cancellationToken: Token);
        await Sql.ExecuteAsync(server.ConnectionString, "CREATE TABLE written (n int PRIMARY KEY)", Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        List<int>[] acknowledged = [[], [], [], []];
        Task[] writers = [.. acknowledged.Select((mine, writer) => WriteAsync(source, writer * 1_000_000, mine))];
        while (acknowledged.Any(mine => mine.Count < 20))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        await server.KillAsync(Token);
        await Task.WhenAll(writers);
        server.IsRunning.Should().BeFalse();
        await server.StartAsync(Token);

        foreach (List<int> mine in acknowledged)
        {
            string found = $"SELECT count(*) FROM written WHERE n = ANY('{{{string.Join(',', mine)}}}')";
            (await Sql.ScalarAsync<long>(server.ConnectionString, found, Token)).Should().Be(mine.Count);
        }

        server.Log.Should().Contain("database system was not properly shut down");
    }

    [Theory]
    [InlineData(StopMode.Fast, false)]
    [InlineData(StopMode.Immediate, true)]
    public async Task Restart_InEachMode_KeepsWhatWasCommitted(StopMode mode, bool recovers)
    {
        await using RealServer server = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await Sql.ExecuteAsync(server.ConnectionString, "CREATE TABLE written AS SELECT 1 AS n", Token);
        await using NpgsqlConnection connection = new(server.ConnectionString);
        await connection.OpenAsync(Token);

        await server.RestartAsync(mode, Token);

        await using NpgsqlCommand command = new("SELECT 1", connection);
        await command.Awaiting(lost => lost.ExecuteScalarAsync(Token)).Should().ThrowAsync<NpgsqlException>();
        (await Sql.ScalarAsync<int>(server.ConnectionString, "SELECT n FROM written", Token)).Should().Be(1);
        server.Log.Contains("database system was not properly shut down", StringComparison.Ordinal).Should().Be(recovers);
    }

    [Fact]
    public async Task Terminate_OfOneConnection_LeavesTheOther()
    {
        RealServer server = await servers.GetRealAsync();
        await using NpgsqlConnection one = new(server.ConnectionString);
        await using NpgsqlConnection other = new(server.ConnectionString);
        await one.OpenAsync(Token);
        await other.OpenAsync(Token);

        int backend = one.ProcessID;

        (await server.TerminateAsync(backend, Token)).Should().BeTrue();

        await using NpgsqlCommand first = new("SELECT 1", one);
        await using NpgsqlCommand second = new("SELECT 2", other);
        (await first.Awaiting(ended => ended.ExecuteScalarAsync(Token)).Should().ThrowAsync<PostgresException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.AdminShutdown);
        (await second.ExecuteScalarAsync(Token)).Should().Be(2);
        (await server.TerminateAsync(backend, Token)).Should().BeFalse("it is gone");
    }

    [Fact]
    public async Task Role_WithoutRights_ReadsNothing()
    {
        RealServer server = await servers.GetRealAsync();
        await using TestDatabase database = await server.CreateDatabaseAsync(Token);
        await database.ExecuteAsync("CREATE TABLE secrets AS SELECT 1 AS n; CREATE TABLE news AS SELECT 2 AS n", Token);
        await database.ExecuteAsync("CREATE ROLE reader LOGIN PASSWORD 'word'; GRANT SELECT ON news TO reader", Token);
        string reader = database.ConnectionStringOf("reader", "word");

        (await Sql.ScalarAsync<int>(reader, "SELECT n FROM news", Token)).Should().Be(2);
        Func<Task> secret = () => Sql.ScalarAsync<int>(reader, "SELECT n FROM secrets", Token);
        (await secret.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        Func<Task> stranger = () => Sql.ScalarAsync<int>(database.ConnectionStringOf("reader", "other"), "SELECT 1", Token);
        (await stranger.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task DataFolder_OfARow_HoldsItInTheTableAndInTheLog()
    {
        RealServer server = await servers.GetRealAsync();
        await using TestDatabase database = await server.CreateDatabaseAsync(Token);
        await database.ExecuteAsync("CREATE TABLE written AS SELECT 'needle in a haystack' AS t", Token);
        await database.ExecuteAsync("CHECKPOINT", Token);
        string table = await database.ScalarAsync<string>("SELECT pg_relation_filepath('written')", Token);

        byte[] needle = Encoding.UTF8.GetBytes("needle in a haystack");
        (await File.ReadAllBytesAsync(Path.Combine(server.DataFolder, table), Token)).AsSpan().IndexOf(needle).Should().BePositive();
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "pg_wal")).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(needle) > 0).Should().BeTrue();
    }

    [Fact]
    public async Task Dispose_OfAServerInEachState_LeavesNoProcessAndNoFile()
    {
        Func<RealServer, Task>[] ends = [_ => Task.CompletedTask, server => server.StopAsync(cancellationToken: Token), server => server.KillAsync(Token)];
        foreach (Func<RealServer, Task> end in ends)
        {
            RealServer server = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
            int postmaster = PostmasterOf(server);
            int[] processes = [postmaster, .. Programs.ChildrenOf(postmaster)];
            processes.Where(Programs.Runs).Should().HaveCountGreaterThan(3);
            string segments = await SegmentsAsync();
            await end(server);

            await server.DisposeAsync();

            processes.Should().OnlyContain(process => !Programs.Runs(process));
            Directory.Exists(Path.GetDirectoryName(server.DataFolder)).Should().BeFalse();
            segments.Should().Contain($" {postmaster} ");
            (await SegmentsAsync()).Should().NotContain($" {postmaster} ");
        }
    }

    [Fact]
    public async Task Server_WhenWhatKeepsItIsKilled_Ends()
    {
        await using RealServer server = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        int postmaster = PostmasterOf(server);
        int keeper = int.Parse((await File.ReadAllTextAsync($"/proc/{postmaster}/stat", Token)).Split(' ')[3], CultureInfo.InvariantCulture);

        Programs.Signal(keeper, Programs.Kill);

        while (Programs.Runs(postmaster))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
        }
    }

    [Fact]
    public async Task Keep_WhenItsStarterIsKilled_EndsItsServerAndRemovesItsFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A PostgreSQL is started on Linux only.");
        string folder = Directory.CreateTempSubdirectory("mem0sharp-").FullName;
        string keep = Path.Combine(AppContext.BaseDirectory, "Servers", "keep.sh");
        string start = $"exec 3> >(exec bash '{keep}' '{folder}' bash -c 'echo $$ >&2; exec sleep 600'); echo $!; exec cat";
        using Process starter = Process.Start(new ProcessStartInfo("bash", ["-c", start])
        {
            RedirectStandardInput = true, // It ends with this process, if not before.
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["LC_ALL"] = "C" },
        })!;
        using Process keeper = Process.GetProcessById(int.Parse((await starter.StandardOutput.ReadLineAsync(Token))!, CultureInfo.InvariantCulture));
        string log = Path.Combine(folder, "log");
        while (!File.Exists(log) || (await File.ReadAllTextAsync(log, Token)).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), Token);
        }

        int server = int.Parse(await File.ReadAllTextAsync(log, Token), CultureInfo.InvariantCulture);
        Programs.Runs(server).Should().BeTrue();

        starter.Kill();

        await keeper.WaitForExitAsync(Token);
        (Programs.Runs(server), Directory.Exists(folder)).Should().Be((false, false));
    }

    private static int PostmasterOf(RealServer server) =>
        int.Parse(File.ReadLines(Path.Combine(server.DataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static async Task<string> SegmentsAsync() =>
        string.Join(' ', (await File.ReadAllTextAsync("/proc/sysvipc/shm", Token)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static async Task WriteAsync(NpgsqlDataSource source, int first, List<int> acknowledged)
    {
        try
        {
            for (int n = first; ; n++)
            {
                await using NpgsqlCommand command = source.CreateCommand($"INSERT INTO written VALUES ({n})");
                await command.ExecuteNonQueryAsync(Token);
                acknowledged.Add(n);
            }
        }
        catch (NpgsqlException)
        {
            // Killed.
        }
    }
}
