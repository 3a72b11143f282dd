namespace Mem0Sharp;

/// <summary>A term that a row has.</summary>
/// <param name="Term">The term's number.</param>
/// <param name="Place">Where the row stands among those that have it.</param>
internal readonly record struct RowTerm(int Term, int Place);
