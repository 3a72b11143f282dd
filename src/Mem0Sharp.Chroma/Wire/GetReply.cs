namespace Mem0Sharp.Chroma;

/// <summary>Records, in no order that is promised; the lists that were not asked for are null.</summary>
internal sealed record GetReply(string[] Ids, float[][]? Embeddings, string?[]? Documents);
