using Microsoft.Extensions.Logging;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>What a generator logs: numbers, never text.</summary>
internal static partial class LocalEmbeddingLog
{
    [LoggerMessage(1, LogLevel.Information, "A text of {Tokens} tokens was embedded by its first {Most}. Embed long texts in parts, or with another model.")]
    public static partial void TextCut(this ILogger logger, int tokens, int most);
}
