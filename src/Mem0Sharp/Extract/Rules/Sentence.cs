namespace Mem0Sharp;

/// <summary>One sentence of a message.</summary>
/// <param name="Text">Its characters, trimmed, with what ends it.</param>
/// <param name="IsQuestion">Whether it ends with a question mark.</param>
internal readonly record struct Sentence(string Text, bool IsQuestion);
