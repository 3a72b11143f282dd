namespace Mem0Sharp;

/// <summary>The terms of one text, found before.</summary>
/// <param name="Batch">Has them.</param>
/// <param name="Text">Which of its texts it is.</param>
internal readonly record struct PreparedTerms(TermBatch Batch, int Text);
