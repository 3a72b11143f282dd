namespace Mem0Sharp.Postgres;

/// <summary>A row of the log that is going to be written.</summary>
/// <param name="Entry">The row.</param>
/// <param name="Record">The memory after it, as the log keeps it.</param>
/// <param name="Embedding">The embedding of its text where that is new to the memory; else null.</param>
internal sealed record PendingRow(HistoryEntry Entry, byte[] Record, StoredEmbedding? Embedding);
