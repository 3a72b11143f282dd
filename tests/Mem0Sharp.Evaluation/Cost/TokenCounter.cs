using Microsoft.ML.Tokenizers;

namespace Mem0Sharp.Evaluation;

/// <summary>Counts tokens as the models of OpenAI since GPT-4o do. Other providers' models count differently. Thread-safe.</summary>
internal static class TokenCounter
{
    public const string Encoding = "o200k_base";

    private static readonly Lazy<TiktokenTokenizer> Tokenizer = new(() => TiktokenTokenizer.CreateForEncoding(Encoding));

    public static int Count(string text) => Tokenizer.Value.CountTokens(text);

    public static TextSize SizeOf(string text) => new(Count(text), text.Length);
}
