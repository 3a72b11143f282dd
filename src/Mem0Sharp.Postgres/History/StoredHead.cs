namespace Mem0Sharp.Postgres;

/// <summary>The newest version of a memory, with the hash that the next one is chained to.</summary>
internal sealed record StoredHead(MemoryHead Head, string Hash);
