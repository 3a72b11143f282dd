namespace Mem0Sharp;

/// <summary>From which state of the table to which a row counts, whose it is, and how long its text is.</summary>
internal struct RowState
{
    /// <summary>What <see cref="Born"/> is of a row that is free, and <see cref="Died"/> of one that is there.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The first state that has the row.</summary>
    public long Born;

    /// <summary>The first state that has it no longer.</summary>
    public long Died;

    /// <summary>The number of the owner beside whose rows it lies.</summary>
    public int Owner;

    /// <summary>How many terms its text has.</summary>
    public int Length;

    /// <summary>Whether a state has the row.</summary>
    /// <remarks>
    /// The end is read first: a row that is used again is made free, given an open end and born anew, in this order. Who sees the open end
    /// of the new one does not see the beginning of the old one.
    /// </remarks>
    public readonly bool IsIn(long stamp) => stamp < Volatile.Read(in Died) && Volatile.Read(in Born) <= stamp;
}
