using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>A database of one test, with roles that no other has: of a server all databases have the same roles.</summary>
internal sealed class RolesDatabase : IAsyncDisposable
{
    private const string Password = "only for tests";
    private static int s_databases;

    private readonly TestDatabase _database;
    private readonly List<NpgsqlDataSource> _sources = [];

    private readonly Lazy<NpgsqlDataSource> _host;

    private RolesDatabase(TestDatabase database, int number)
    {
        _database = database;
        _host = new(() => SourceOf(Host!));
        (Owner, Host, Reader, Analyst, Claims) = ($"owner_{number}", $"host_{number}", $"reader_{number}", $"analyst_{number}", $"claims_{number}");
    }

    /// <summary>Gets the role that makes the tables.</summary>
    public string Owner { get; }

    /// <summary>Gets the role that owns nothing.</summary>
    public string Host { get; }

    /// <summary>Gets the role that reads of a scope run as.</summary>
    public string Reader { get; }

    /// <summary>Gets a role that logs in, and has what the reader has.</summary>
    public string Analyst { get; }

    /// <summary>Gets the role of a gateway.</summary>
    public string Claims { get; }

    /// <summary>Gets the settings of all of them.</summary>
    public PostgresStoreOptions Options => new() { Partitions = 2, ReaderRole = Reader, ClaimsRole = Claims, ApplicationRole = Host, Retries = 0 };

    public string ConnectionString => _database.ConnectionString;

    /// <summary>Makes one, where pgvector is in a schema, or nowhere.</summary>
    public static async Task<RolesDatabase> CreateAsync(PostgresServer server, string? extensionIn = "public")
    {
        int number = Interlocked.Increment(ref s_databases);
        RolesDatabase made = new(await server.CreateDatabaseAsync(CancellationToken.None), number);
        string name = new NpgsqlConnectionStringBuilder(made.ConnectionString).Database!;
        await made.ExecuteAsync($"""
            CREATE ROLE {made.Owner} LOGIN PASSWORD '{Password}';
            CREATE ROLE {made.Host} LOGIN PASSWORD '{Password}';
            CREATE ROLE {made.Analyst} LOGIN PASSWORD '{Password}';
            CREATE ROLE {made.Reader} NOLOGIN;
            CREATE ROLE {made.Claims} NOLOGIN;
            GRANT {made.Reader} TO {made.Owner} WITH ADMIN OPTION;
            GRANT {made.Reader} TO {made.Analyst};
            GRANT CREATE ON DATABASE "{name}" TO {made.Owner};
            """);
        if (extensionIn is not null)
        {
            await made.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS \"{extensionIn}\"; CREATE EXTENSION vector SCHEMA \"{extensionIn}\"");
        }

        return made;
    }

    public NpgsqlDataSource SourceOf(string role, Action<NpgsqlConnectionStringBuilder>? configure = null)
    {
        NpgsqlConnectionStringBuilder builder = new(_database.ConnectionStringOf(role, Password));
        configure?.Invoke(builder);
        NpgsqlDataSource source = NpgsqlDataSource.Create(builder.ConnectionString);
        _sources.Add(source);
        return source;
    }

    /// <summary>Gets one source of the role that owns nothing, for many.</summary>
    public NpgsqlDataSource HostSource => _host.Value;

    /// <summary>Runs statements as the superuser.</summary>
    public Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql, TestContext.Current.CancellationToken);

    public Task<T> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlDataSource source in _sources)
        {
            await source.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}
