using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>PGlite: PostgreSQL compiled for Node, with pgvector, from npm. It needs no root, no PostgreSQL, and no Linux.</summary>
/// <remarks>
/// What runs a statement is PostgreSQL; what is around it is not. A database is one session of one superuser, whose clients take
/// turns by whole transactions, as behind a pooler in transaction mode. So two transactions never overlap (no conflict, no wait
/// for a lock, no deadlock); whoever opens a second connection within a transaction and waits for it, waits for good; a SET, a
/// temporary table, an advisory lock and <c>pg_backend_pid()</c> are everybody's; whoever logs in is the superuser, whatever the
/// name; what a connection string says of the session (Search Path, Options) is not heard. A query cannot be cancelled or ended from
/// outside, COPY FROM STDIN is refused (0A000), and nothing is on a disk. Prepared statements and LISTEN are each client's own.
/// </remarks>
public sealed class PGliteServer : PostgresServer
{
    private readonly Process _node;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string _connectionString = "";

    private PGliteServer(Process node) => _node = node;

    public override string ConnectionString => _connectionString;

    public override bool IsOneSession => true;

    /// <summary>Starts Node, and a first database in it.</summary>
    /// <remarks>The test is skipped where there is no Node, or npm cannot install PGlite.</remarks>
    public static async Task<PGliteServer> CreateAsync(CancellationToken cancellationToken = default)
    {
        Assert.SkipUnless(await Programs.CanRunAsync("node", "--version"), "There is no Node.");
        string folder = await InstallAsync(cancellationToken);
        PGliteServer server = new(Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "serve.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!);
        try
        {
            server._connectionString = await server.CreateAndConnectAsync(cancellationToken);
            (await server.AskVersionsAsync(cancellationToken)).Should().BeTrue("it was started with pgvector");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another PGlite, of some 350 MB, in the same Node.</summary>
    public override async Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        string connectionString = await CreateAndConnectAsync(cancellationToken);
        return new(connectionString, () => AskAsync($"drop {new NpgsqlConnectionStringBuilder(connectionString).Port}", CancellationToken.None));
    }

    public override Task<bool> TerminateAsync(int backend, CancellationToken cancellationToken) =>
        throw new NotSupportedException("PGlite has one session: test IsOneSession first.");

    public override async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync();
        _node.Dispose();
        _turn.Dispose();
    }

    /// <summary>Installs what package-lock.json says, once on a machine.</summary>
    internal static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        string[] files = ["package.json", "package-lock.json", "serve.mjs"];
        string from = Path.Combine(AppContext.BaseDirectory, "Servers", "pglite");
        byte[] content = [.. files.SelectMany(file => File.ReadAllBytes(Path.Combine(from, file)))];
        string installed = Path.Combine(CacheFolder(), $"pglite-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}");
        if (Directory.Exists(installed))
        {
            return installed;
        }

        // Under its name only when it is complete; of two that install at once, the first is taken.
        DirectoryInfo installing = Directory.CreateDirectory($"{installed}.{RandomNumberGenerator.GetHexString(8)}");
        foreach (string file in files)
        {
            File.Copy(Path.Combine(from, file), Path.Combine(installing.FullName, file));
        }

        Assert.SkipUnless(await Programs.CanRunAsync("npm", "--version"), "There is no npm.");
        (int code, string output) = await Programs.RunAsync(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], start => start.WorkingDirectory = installing.FullName, cancellationToken);
        if (code == 0 && !Directory.Exists(installed))
        {
            try
            {
                installing.MoveTo(installed);
                return installed;
            }
            catch (IOException) when (Directory.Exists(installed))
            {
                // The other was faster.
            }
        }

        installing.Delete(recursive: true);
        Assert.SkipUnless(code == 0, $"npm could not install PGlite: there is no registry to be reached. {output}");
        return installed;
    }

    private static string CacheFolder()
    {
        string own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Directory.CreateDirectory(Path.Combine(own.Length > 0 ? own : Path.GetTempPath(), "mem0sharp-tests")).FullName;
    }

    private async Task<string> CreateAndConnectAsync(CancellationToken cancellationToken)
    {
        using JsonDocument answer = JsonDocument.Parse(await AskAsync("create", cancellationToken));
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = answer.RootElement.GetProperty("port").GetInt32(),
            Username = "postgres",
            Database = "postgres",
            SslMode = SslMode.Disable,
            NoResetOnClose = true, // DISCARD ALL is everybody's too.
        }.ConnectionString;
    }

    private async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _node.StandardInput.WriteLineAsync(command.AsMemory(), cancellationToken);
            await _node.StandardInput.FlushAsync(cancellationToken);
            return await _node.StandardOutput.ReadLineAsync(CancellationToken.None) ?? throw new InvalidOperationException("PGlite has ended.");
        }
        finally
        {
            _turn.Release();
        }
    }
}
