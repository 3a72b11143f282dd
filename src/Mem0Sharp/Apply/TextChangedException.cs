namespace Mem0Sharp;

/// <summary>
/// Between the look at a memory and the transaction its text changed, so that a text thought unchanged now needs its vector.
/// Never leaves the writer, which embeds it and tries again.
/// </summary>
internal sealed class TextChangedException : DecisionOutdatedException;
