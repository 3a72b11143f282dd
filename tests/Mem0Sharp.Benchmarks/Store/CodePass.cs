using System.Runtime.CompilerServices;

namespace Mem0Sharp.Benchmarks;

/// <summary>The first pass of a search alone: the int8 codes of all rows, one after the other, multiplied with those of one question or of several.</summary>
internal sealed class CodePass
{
    private const int BlockRows = 256;
    private const int Line = 64;

    private readonly int _rows;
    private readonly sbyte[] _memory;
    private readonly int _start;
    private readonly float[] _scales;
    private readonly float[] _errors;
    private readonly short[] _queries;
    private readonly CodedQuery[] _bounds;

    public CodePass(float[] vectors, int dimensions, float[][] queries)
    {
        _rows = vectors.Length / dimensions;
        Stride = CodeFormat.Stride(dimensions);

        // Pinned, so that a row stays where a line of the cache begins.
        _memory = GC.AllocateUninitializedArray<sbyte>((_rows * Stride) + Line, pinned: true);
        _start = Start(_memory);
        _scales = new float[_rows];
        _errors = new float[_rows];
        for (int row = 0; row < _rows; row++)
        {
            (_scales[row], _errors[row]) = Int8Code.Write(
                vectors.AsSpan(row * dimensions, dimensions), _memory.AsSpan(_start + (row * Stride), Stride));
        }

        _queries = new short[queries.Length * Stride];
        _bounds = [.. queries.Select((query, i) => CodedQuery.Write(query, _queries.AsSpan(i * Stride, Stride)))];
    }

    /// <summary>Gets the codes of a row.</summary>
    public int Stride { get; }

    /// <summary>Gets how many bytes the codes of all rows have.</summary>
    public long Bytes => (long)_rows * Stride;

    /// <summary>Multiplies all rows with one question.</summary>
    public int One(int query)
    {
        Span<int> dots = stackalloc int[BlockRows];
        ReadOnlySpan<short> codes = _queries.AsSpan(query * Stride, Stride);
        int last = 0;
        for (int row = 0; row < _rows; row += BlockRows)
        {
            CodeScan.Dots(in First(row), Math.Min(BlockRows, _rows - row), Stride, codes, dots);
            last ^= dots[0];
        }

        return last;
    }

    /// <summary>Multiplies all rows with the first questions, so many.</summary>
    public int Several(int count)
    {
        Span<int> dots = stackalloc int[BlockRows * count];
        int last = 0;
        for (int row = 0; row < _rows; row += BlockRows)
        {
            CodeScan.Dots(in First(row), Math.Min(BlockRows, _rows - row), Stride, _queries, count, dots);
            last ^= dots[0];
        }

        return last;
    }

    /// <summary>Counts the rows that the bound does not exclude, where so much is the worst score of the result: their scores have to be worked out.</summary>
    public int NotExcluded(int query, float worst)
    {
        int[] dots = new int[BlockRows];
        int[] survivors = new int[BlockRows];
        int found = 0;
        for (int row = 0; row < _rows; row += BlockRows)
        {
            int count = Math.Min(BlockRows, _rows - row);
            CodeScan.Dots(in First(row), count, Stride, _queries.AsSpan(query * Stride, Stride), dots);
            found += CodeScan.Survivors(
                dots.AsSpan(0, count), _scales.AsSpan(row, count), _errors.AsSpan(row, count), _bounds[query], worst, survivors);
        }

        return found;
    }

    private static unsafe int Start(sbyte[] pinned) => (int)(-(nint)Unsafe.AsPointer(ref pinned[0]) & (Line - 1));

    private ref readonly sbyte First(int row) => ref _memory[_start + (row * Stride)];
}
