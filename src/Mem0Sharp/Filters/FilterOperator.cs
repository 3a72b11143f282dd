namespace Mem0Sharp;

/// <summary>How a filter compares what a field holds with what it was given. What else there is, is the negation of one.</summary>
internal enum FilterOperator
{
    /// <summary>It is the same.</summary>
    Equal,

    /// <summary>It is more.</summary>
    Greater,

    /// <summary>It is more, or the same.</summary>
    AtLeast,

    /// <summary>It is less.</summary>
    Less,

    /// <summary>It is less, or the same.</summary>
    AtMost,

    /// <summary>It is one of several.</summary>
    In,

    /// <summary>It has a text as a part.</summary>
    Contains,

    /// <summary>It has a text as a part, in any case.</summary>
    ContainsIgnoringCase,

    /// <summary>There is anything.</summary>
    Exists,
}
