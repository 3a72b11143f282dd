namespace Mem0Sharp;

/// <summary>A row that has a term.</summary>
/// <param name="Row">The row.</param>
/// <param name="Occurrences">How often its text has the term, 1 or more.</param>
internal readonly record struct RowCount(int Row, int Occurrences);
