namespace Mem0Sharp.Testing;

/// <summary>What a <see cref="DeterministicEmbeddingGenerator"/> does wrong.</summary>
public enum EmbeddingMisbehavior
{
    /// <summary>Nothing. The default.</summary>
    None = 0,

    /// <summary>Every vector has one dimension more than it should.</summary>
    WrongDimension,

    /// <summary>The last component of every vector is not a number.</summary>
    NotANumber,

    /// <summary>Every vector has zero length.</summary>
    ZeroLength,

    /// <summary>The last embedding is missing.</summary>
    TooFew,

    /// <summary>The last embedding comes twice.</summary>
    TooMany,
}
