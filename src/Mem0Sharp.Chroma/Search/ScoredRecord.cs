namespace Mem0Sharp.Chroma;

/// <summary>A record that matches a search, with its score.</summary>
internal readonly record struct ScoredRecord(StoredRecord Record, double Score);
