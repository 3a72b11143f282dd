using System.Diagnostics;
using System.Globalization;
using Mem0Sharp.Postgres;
using Mem0Sharp.Postgres.Tests.Servers;
using Microsoft.Extensions.AI;
using Npgsql;

namespace Mem0Sharp.Benchmarks;

/// <summary>Memories of one user in a PostgreSQL of its own, whose settings are those of a small machine.</summary>
internal sealed class PostgresFill : IAsyncDisposable
{
    public const string Schema = "bench";

    private readonly RealServer _server;
    private readonly int _dimensions;
    private readonly StageFacts _facts = new(FilledMemory.Seed);

    private PostgresFill(RealServer server, int dimensions, bool prepares)
    {
        (_server, _dimensions) = (server, dimensions);
        Source = NpgsqlDataSource.Create(server.ConnectionString);
        BareSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2 });
        Options = new PostgresStoreOptions { Schema = Schema, PreparesStatements = prepares };
        Memory = OpenMemory();
    }

    public static MemoryScope Scope { get; } = MemoryScope.ForUser("alice");

    public NpgsqlDataSource Source { get; }

    /// <summary>Gets connections that prepare what is sent twice, for statements that are written by hand.</summary>
    public NpgsqlDataSource BareSource { get; }

    public PostgresStoreOptions Options { get; }

    public Memory Memory { get; }

    public List<string> Ids { get; } = [];

    public string Version => string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {_server.Version}, pgvector {_server.VectorVersion}");

    /// <summary>Gets how long the filling took.</summary>
    public TimeSpan FilledIn { get; private set; }

    public static async Task<PostgresFill> StartAsync(int dimensions, bool flushes, bool prepares = true, IReadOnlyDictionary<string, string>? more = null)
    {
        Dictionary<string, string> settings = new(more ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        settings.TryAdd("shared_buffers", "512MB");
        settings.TryAdd("max_wal_size", "4GB");
        RealServer server = await RealServer.CreateAsync(new ServerSettings { FlushesToDisk = flushes, More = settings });
        PostgresFill filled = new(server, dimensions, prepares);
        await filled.Memory.OpenAsync();
        return filled;
    }

    /// <summary>Adds memories, as many with one commit as a call may bring.</summary>
    public async Task FillAsync(int memories)
    {
        long start = Stopwatch.GetTimestamp();
        for (int left = memories; left > 0; left -= MemoryLimits.Messages)
        {
            MemoryAddResult added = await Memory.AddAsync(
                Enumerable.Range(0, Math.Min(left, MemoryLimits.Messages)).Select(_ => new ChatMessage(ChatRole.User, _facts.Next().Text)),
                Scope,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
            Ids.AddRange(added.Items.Select(item => item.Id));
        }

        FilledIn = Stopwatch.GetElapsedTime(start);
        await ExecuteAsync("VACUUM ANALYZE");
    }

    /// <summary>Opens a further memory over the same tables, as another host does.</summary>
    public Memory OpenMemory() => new MemoryBuilder()
        .UsePostgres(Source, options => (options.Schema, options.PreparesStatements) = (Schema, Options.PreparesStatements))
        .UseEmbeddings(new HashedVectors(_dimensions))
        .Build();

    public async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        await Source.DisposeAsync();
        await BareSource.DisposeAsync();
        await _server.DisposeAsync();
    }
}
