namespace Mem0Sharp.LocalEmbeddings;

/// <summary>A text as ids of pieces.</summary>
/// <param name="Ids">The first ids, at most as many as were asked for.</param>
/// <param name="Count">How many ids the whole text has.</param>
internal readonly record struct TokenizedText(int[] Ids, int Count);
