namespace Mem0Sharp;

/// <summary>A vector has another length than the vectors of the store.</summary>
/// <remarks>Immutable.</remarks>
public sealed class EmbeddingDimensionException : MemoryException
{
    /// <summary>Initializes the error with both lengths.</summary>
    /// <param name="expected">The store's dimension.</param>
    /// <param name="actual">The vector's length.</param>
    public EmbeddingDimensionException(int expected, int actual)
        : base(
            MemoryErrorCodes.Dimension,
            $"The embedding has {actual} dimensions; this store holds {expected}.",
            "Use the model and the number of dimensions that filled the store, or start a new file.")
    {
        Expected = expected;
        Actual = actual;
        Details = Facts(("expected", expected), ("actual", actual));
    }

    /// <summary>Gets the store's dimension.</summary>
    public int Expected { get; }

    /// <summary>Gets the length of the vector that was refused.</summary>
    public int Actual { get; }
}
