using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>What the encoder is timed with: a short text as memories are, and the longest that is read whole.</summary>
internal static class EncoderTexts
{
    public const int ShortTokens = 12;
    public const int LongTokens = SentenceEncoder.MostTokens;
    public const int BatchSize = 64;

    public const string Short = "She moved to a small flat near the sea last year.";

    public static string Long { get; } = string.Join(' ', Enumerable.Repeat(Short, 10)) + " It was the right time for it.";

    /// <summary>Gets as many short texts as make a batch.</summary>
    public static string[] Batch { get; } = [.. Enumerable.Repeat(Short, BatchSize)];

    /// <summary>Gets a text by its number of tokens.</summary>
    public static string Of(int tokens) => tokens == ShortTokens ? Short : Long;
}
