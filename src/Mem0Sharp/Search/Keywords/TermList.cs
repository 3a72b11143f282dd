namespace Mem0Sharp;

/// <summary>A term and the rows that have it.</summary>
internal sealed class TermList(string term, int number)
{
    /// <summary>Gets the term.</summary>
    public string Term => term;

    /// <summary>Gets its number, which another term may have when no row has this one any longer.</summary>
    public int Number => number;

    /// <summary>Gets the rows, each with how often it has the term.</summary>
    public PostingList Rows { get; } = new();
}
