namespace Mem0Sharp;

/// <summary>What a value of a filter is. Values of different kinds are never equal, and in no order.</summary>
internal enum FilterValueKind
{
    /// <summary>No value: what a structure that nobody filled has.</summary>
    None,

    /// <summary>A text, compared ordinally.</summary>
    Text,

    /// <summary>A number, compared by what it is worth.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A moment.</summary>
    Instant,

    /// <summary>A JSON object: it is there, and equal to nothing.</summary>
    Structure,
}
