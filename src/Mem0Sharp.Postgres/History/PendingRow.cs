namespace Mem0Sharp.Postgres;

/// <summary>A row of the log that is going to be written, with all that is made of the memory once.</summary>
/// <param name="Entry">The row.</param>
/// <param name="Head">The newest version after it.</param>
/// <param name="Record">The memory after it, as the log keeps it.</param>
/// <param name="TextHash">The key of its text's embedding.</param>
/// <param name="Embedding">That embedding where the text is new to the memory; else null.</param>
internal sealed record PendingRow(HistoryEntry Entry, MemoryHead Head, byte[] Record, byte[] TextHash, StoredEmbedding? Embedding);
