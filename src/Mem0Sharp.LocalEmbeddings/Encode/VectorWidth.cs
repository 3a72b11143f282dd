using System.Runtime.Intrinsics;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Which vectors multiply matrices. The value is how many columns are worked on at a time: two vectors.</summary>
internal enum VectorWidth
{
    /// <summary>None: plain loops.</summary>
    Scalar = 4,

    /// <summary><see cref="Vector128{T}"/>.</summary>
    Vector128 = 8,

    /// <summary><see cref="Vector256{T}"/>.</summary>
    Vector256 = 16,

    /// <summary><see cref="Vector512{T}"/>.</summary>
    Vector512 = 32,
}
