namespace Mem0Sharp;

/// <summary>Rows of the table, a fixed number: vectors, unless they are kept elsewhere, their int8 codes, and what a search must know of each.</summary>
/// <remarks>
/// One thread writes; any number reads rows that a state has, which do not change while it is looked at. Arrays of one kind each, so that
/// a scan reads codes and nothing else. Pages are added and let go whole: nothing doubles when the table grows.
/// </remarks>
internal sealed class RowPage
{
    /// <summary>Two to this power is the number of rows.</summary>
    public const int Bits = 8;

    /// <summary>The number of rows.</summary>
    public const int Rows = 1 << Bits;

    /// <summary>The error of the codes of a row that no search is to find by vector: its upper bound is below every score.</summary>
    public const float NotFound = -4;

    private readonly int _stride;
    private readonly int _dimensions;
    private readonly int _first;
    private readonly sbyte[] _codes;
    private readonly float[] _vectors;

    public RowPage(int dimensions, int stride, bool keepsVectors)
    {
        (_dimensions, _stride) = (dimensions, stride);
        _codes = CacheLines.Allocate<sbyte>(stride << Bits, out _first);
        _vectors = keepsVectors ? GC.AllocateUninitializedArray<float>(dimensions << Bits) : [];
        Errors.AsSpan().Fill(NotFound);
        States.AsSpan().Fill(new RowState { Born = RowState.Never, Died = RowState.Never });
    }

    public float[] Scales { get; } = new float[Rows];

    public float[] Errors { get; } = new float[Rows];

    public RowState[] States { get; } = new RowState[Rows];

    /// <summary>Gets the memories: a <see cref="MemoryItem"/>, or a <see cref="Versioned{T}"/> of them while an earlier one may be asked for.</summary>
    public object?[] Items { get; } = new object?[Rows];

    /// <summary>Gets where each row stands in the lists of the scopes that are not its owner's.</summary>
    public RowPlace[]?[] Places { get; } = new RowPlace[]?[Rows];

    /// <summary>Gets a row's vector, where they are kept.</summary>
    public Span<float> Vector(int place) => _vectors.AsSpan(place * _dimensions, _dimensions);

    public Span<sbyte> Codes(int place) => _codes.AsSpan(_first + (place * _stride), _stride);

    public Span<sbyte> Codes(int place, int rows) => _codes.AsSpan(_first + (place * _stride), rows * _stride);
}
