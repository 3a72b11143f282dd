using Mem0Sharp.Postgres.Tests.Servers;

namespace Mem0Sharp.Postgres.Tests.History;

/// <summary>On PostgreSQL itself.</summary>
public sealed class RealHistoryStoreTests(PostgresServers servers) : PostgresHistoryStoreTests(servers, ServerKind.Real);
