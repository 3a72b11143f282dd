namespace Mem0Sharp.Chroma;

/// <summary>One list of records for each vector that was asked with, the nearest first.</summary>
internal sealed record NearestReply(string[][] Ids, float[]?[][]? Embeddings, string?[][]? Documents);
