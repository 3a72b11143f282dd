using Mem0Sharp.Postgres.Tests.Servers;

namespace Mem0Sharp.Postgres.Tests.History;

/// <summary>On PostgreSQL in WebAssembly, which is had wherever Node is.</summary>
public sealed class PGliteHistoryStoreTests(PostgresServers servers) : PostgresHistoryStoreTests(servers, ServerKind.PGlite);
