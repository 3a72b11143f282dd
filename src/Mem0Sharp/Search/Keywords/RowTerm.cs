namespace Mem0Sharp;

/// <summary>A term that a row has. The place is of the thread that writes alone.</summary>
internal struct RowTerm
{
    /// <summary>The term's number.</summary>
    public int Term;

    /// <summary>How often the row's text has the term, 1 or more.</summary>
    public int Occurrences;

    /// <summary>Where the row stands among those that have the term.</summary>
    public int Place;
}
