namespace Mem0Sharp;

/// <summary>Rows of the table, a fixed number: vectors, their int8 codes, and what a search must know of each.</summary>
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

    private const int CacheLine = 64;
    private readonly int _stride;
    private readonly int _dimensions;
    private readonly int _skipped;
    private readonly sbyte[] _codes;
    private readonly float[] _vectors;

    public RowPage(int dimensions, int stride)
    {
        (_dimensions, _stride) = (dimensions, stride);

        // Pinned, so that the first row stays at the beginning of a cache line.
        _codes = GC.AllocateArray<sbyte>((stride << Bits) + CacheLine, pinned: true);
        unsafe
        {
            fixed (sbyte* first = _codes)
            {
                _skipped = (int)((CacheLine - ((nuint)first % CacheLine)) % CacheLine);
            }
        }

        _vectors = GC.AllocateUninitializedArray<float>(dimensions << Bits);
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

    public Span<float> Vector(int place) => _vectors.AsSpan(place * _dimensions, _dimensions);

    public Span<sbyte> Codes(int place) => _codes.AsSpan(_skipped + (place * _stride), _stride);

    public Span<sbyte> Codes(int place, int rows) => _codes.AsSpan(_skipped + (place * _stride), rows * _stride);
}
