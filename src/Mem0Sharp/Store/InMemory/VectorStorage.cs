namespace Mem0Sharp;

/// <summary>What a vector store in memory keeps of each vector.</summary>
public enum VectorStorage
{
    /// <summary>All of it, and its int8 code: 5 bytes a dimension. A search reads nothing else.</summary>
    Full,

    /// <summary>
    /// Its int8 code, a byte a dimension. A search reads from the history the few vectors whose scores the codes leave open, in one read most of
    /// the time, and finds the same, to the bit. A history in the memory of the process has the vectors there once, and not twice.
    /// </summary>
    CodesOnly,
}
