namespace Mem0Sharp.LocalEmbeddings;

/// <summary>The file of weights: what the converter writes and the package reads.</summary>
/// <remarks>
/// <para>Little-endian throughout. A <em>name</em> is its length in UTF-8 bytes (one byte), then those bytes.</para>
/// <code>
/// uint32   magic, the letters "M0UW"
/// int32    version, 1
/// int32    number of pieces, then for each: float64 score, name
/// int32    number of tensors, then for each:
///          name, byte kind, int32 rows, int32 columns, then
///          kind 0: rows × columns float32
///          kind 1: rows float32 (scale of each row), columns float32 (scale of each column), rows × columns int8
/// </code>
/// <para>A weight of kind 1 is its int8 times the scales of its row and of its column. Matrices are [input, output], row after row. Pieces stand at their
/// ids; those before <see cref="FirstPiece"/> are reserved and match no text. Any tensor may have any kind: a file of kind 0 alone
/// is the float32 model.</para>
/// </remarks>
internal static class WeightFormat
{
    /// <summary>The first four bytes of a file, "M0UW".</summary>
    public const uint Magic = 0x5755304D;

    /// <summary>The version this code writes, and the only one it reads.</summary>
    public const int Version = 1;

    /// <summary>The kind of a tensor kept as float32.</summary>
    public const byte Float32 = 0;

    /// <summary>The kind of a tensor kept as int8 with a scale for each row and each column.</summary>
    public const byte Int8 = 1;

    /// <summary>The lowest id a piece of text can have.</summary>
    public const int FirstPiece = 6;

    /// <summary>Rows of 256, one for each id.</summary>
    public const string Embedding = "embedding";

    /// <summary>The 128 frequencies of the timing signal.</summary>
    public const string Timing = "timing";

    /// <summary>The matrix that widens the first layer's input, 256 to 512.</summary>
    public const string Widen = "widen";

    /// <summary>The last matrix, 512 to 512, before tanh.</summary>
    public const string Output = "output";

    /// <summary>What is behind a matrix's name in that of its bias.</summary>
    public const string Bias = ".bias";

    /// <summary>What is behind a norm's name in that of its scale.</summary>
    public const string Scale = ".scale";

    /// <summary>Gets the norm before a layer's attention.</summary>
    public static string AttentionNorm(int layer) => $"layer{layer}.attention.norm";

    /// <summary>Gets the matrix that makes queries, keys and values, in that order.</summary>
    public static string QueryKeyValue(int layer) => $"layer{layer}.attention.qkv";

    /// <summary>Gets the matrix behind a layer's attention.</summary>
    public static string AttentionOutput(int layer) => $"layer{layer}.attention.out";

    /// <summary>Gets the norm before a layer's two matrices.</summary>
    public static string ForwardNorm(int layer) => $"layer{layer}.forward.norm";

    /// <summary>Gets the first of a layer's two matrices, 512 to 1536.</summary>
    public static string ForwardIn(int layer) => $"layer{layer}.forward.in";

    /// <summary>Gets the second of a layer's two matrices, 1536 to 512.</summary>
    public static string ForwardOut(int layer) => $"layer{layer}.forward.out";
}
