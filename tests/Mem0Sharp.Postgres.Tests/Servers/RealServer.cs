using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>PostgreSQL itself, on a port and files of its own, which may be stopped, killed and started again.</summary>
/// <remarks>It ends with this process, however that ends: <c>keep.sh</c> ends it when its standard input closes, and the kernel
/// when <c>keep.sh</c> is killed.</remarks>
public class RealServer : PostgresServer
{
    private const string Superuser = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly PostgresPrograms _programs;
    private readonly RunFolder _folder;
    private readonly ServerSettings _settings;
    private readonly int _port;
    private Process? _keeper;

    private protected RealServer(PostgresPrograms programs, RunFolder folder, ServerSettings settings, string password)
    {
        (_programs, _folder, _settings, _port, Password) = (programs, folder, settings, FreePort(), password);
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = Superuser,
            Password = password,
            Database = "postgres",
            SslMode = SslMode.Disable,
        }.ConnectionString;
    }

    public override string ConnectionString { get; }

    /// <summary>Gets the folder of its tables, indexes and log (<c>pg_wal</c>), readable by this process.</summary>
    public string DataFolder => _folder.Data;

    /// <summary>Gets what it has logged.</summary>
    public string Log => File.ReadAllText(_folder.Log);

    /// <summary>Gets a value indicating whether it runs.</summary>
    public bool IsRunning => _keeper is { HasExited: false };

    private protected string Password { get; }

    /// <summary>Makes an empty server, and starts it.</summary>
    /// <remarks>The test is skipped where there is no PostgreSQL with pgvector.</remarks>
    public static async Task<RealServer> CreateAsync(ServerSettings? settings = null, CancellationToken cancellationToken = default)
    {
        PostgresPrograms programs = await PostgresPrograms.FindAsync();
        RealServer server = new(programs, await RunFolder.CreateAsync(programs.RunsIn), settings ?? new(), RandomNumberGenerator.GetHexString(32));
        try
        {
            await server.InitializeAsync(cancellationToken);
            await server.StartAsync(cancellationToken);
            (await server.AskVersionsAsync(cancellationToken)).Should().BeTrue("its files say that it has pgvector");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the files it has, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        IsRunning.Should().BeFalse("it is started once");
        _keeper?.Dispose();
        ProcessStartInfo start = new("setsid", ["bash", Path.Combine(AppContext.BaseDirectory, "Servers", "keep.sh"), _folder.Path, .. ServerCommand()])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        Clean(start);
        _keeper = Process.Start(start)!;
        await AnswersAsync(cancellationToken);
    }

    /// <summary>Stops it, and waits until it has.</summary>
    public async Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellationToken = default)
    {
        Programs.Signal(Postmaster(), mode is StopMode.Fast ? Programs.Interrupt : Programs.Quit);
        await _keeper!.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Kills all its processes at once, as when the host fails but for what the kernel would still write.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        int postmaster = Postmaster();
        Programs.Signal(postmaster, Programs.Pause); // So that it neither starts one more nor sees one end.
        int[] processes = [postmaster, .. Programs.ChildrenOf(postmaster)];
        foreach (int process in processes)
        {
            Programs.Signal(process, Programs.Kill);
        }

        await _keeper!.WaitForExitAsync(cancellationToken);
        while (processes.Any(Programs.Runs))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    /// <summary>Stops it and starts it again: every connection is lost.</summary>
    public async Task RestartAsync(StopMode mode = StopMode.Fast, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken);
        await StartAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (IsRunning)
        {
            _keeper!.StandardInput.Close();
            await _keeper.WaitForExitAsync();
        }

        _keeper?.Dispose();
        await _folder.DisposeAsync();
    }

    /// <summary>Gets the command of a program of PostgreSQL's.</summary>
    private protected string[] CommandOf(string program, params string[] arguments) => _programs.AsPostgres([_programs[program], .. arguments]);

    /// <summary>Runs one to its end; its output is the failure.</summary>
    private protected static async Task RunAsync(string[] command, Action<ProcessStartInfo>? prepare, CancellationToken cancellationToken)
    {
        (int code, string output) = await Programs.RunAsync(command, start => { Clean(start); prepare?.Invoke(start); }, cancellationToken);
        code.Should().Be(0, "{0}", output);
    }

    /// <summary>Fills the data folder.</summary>
    private protected virtual async Task InitializeAsync(CancellationToken cancellationToken)
    {
        string password = Path.Combine(_folder.Path, "password");
        await MakeDataFolderAsync(cancellationToken);
        await File.WriteAllTextAsync(password, Password, cancellationToken);
        await RunAsync(
            CommandOf(
                "initdb",
                ["-D", SeenDataFolder, "-A", "scram-sha-256", $"--pwfile={_programs.Seen(password)}", "-U", Superuser, "-E", "UTF8",
                "--locale=C.UTF-8", .. Flushes]),
            null,
            cancellationToken);
        File.Delete(password);
    }

    private protected string SeenDataFolder => _programs.Seen(_folder.Data);

    /// <summary>Gets what tells a program whether to wait for the disk.</summary>
    private protected string[] Flushes => _settings.FlushesToDisk ? [] : ["--no-sync"];

    private protected Task MakeDataFolderAsync(CancellationToken cancellationToken) => RunAsync(_programs.MakeFolder(_folder.Data), null, cancellationToken);

    // In no language of the machine's: a tree of its own has none.
    private static void Clean(ProcessStartInfo start)
    {
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
    }

    // Below those that the kernel gives to outgoing connections: one of them could sit on it while the server is down.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                int port = RandomNumberGenerator.GetInt32(15_000, 30_000);
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }

    private string[] ServerCommand()
    {
        Dictionary<string, string> settings = new(_settings.More, StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = _port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["dynamic_shared_memory_type"] = "mmap", // A tree of its own has no /dev/shm.
        };
        settings.TryAdd("fsync", _settings.FlushesToDisk ? "on" : "off");
        settings.TryAdd("wal_level", "replica");
        settings.TryAdd("shared_buffers", "64MB");
        settings.TryAdd("max_connections", "300"); // Each memory that is open holds one, and many tests run at a time.
        IEnumerable<string> arguments = settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"]);
        return _programs.AsPostgres(["setpriv", "--pdeathsig", "QUIT", _programs["postgres"], "-D", SeenDataFolder, .. arguments]);
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (!IsRunning || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"The server does not start. It says:\n{Log}");
            }

            try
            {
                await Sql.ScalarAsync<int>(ConnectionString, "SELECT 1", cancellationToken);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private int Postmaster() => int.Parse(File.ReadLines(Path.Combine(_folder.Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
