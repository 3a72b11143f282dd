namespace Mem0Sharp.Benchmarks;

/// <summary>The first pass of a search alone: the int8 codes of all rows, one after the other, multiplied with those of one question or of several.</summary>
internal sealed class CodePass
{
    private const int BlockRows = 256;

    private readonly int _rows;
    private readonly sbyte[] _memory;
    private readonly int _start;
    private readonly float[] _scales;
    private readonly float[] _errors;
    private readonly short[] _queries;
    private readonly int _firstQuery;
    private readonly CodedQuery[] _bounds;

    public CodePass(float[] vectors, int dimensions, float[][] queries)
    {
        _rows = vectors.Length / dimensions;
        Stride = CodeFormat.Stride(dimensions);

        _memory = CacheLines.Allocate<sbyte>(_rows * Stride, out _start);
        _scales = new float[_rows];
        _errors = new float[_rows];
        for (int row = 0; row < _rows; row++)
        {
            (_scales[row], _errors[row]) = Int8Code.Write(
                vectors.AsSpan(row * dimensions, dimensions), _memory.AsSpan(_start + (row * Stride), Stride));
        }

        _queries = CacheLines.Allocate<short>(queries.Length * Stride, out _firstQuery);
        _bounds = [.. queries.Select((query, i) => CodedQuery.Write(query, _queries.AsSpan(_firstQuery + (i * Stride), Stride)))];
    }

    /// <summary>Gets the codes of a row.</summary>
    public int Stride { get; }

    /// <summary>Gets how many bytes the codes of all rows have.</summary>
    public long Bytes => (long)_rows * Stride;

    /// <summary>Multiplies all rows with one question.</summary>
    public int One(int query)
    {
        Span<int> dots = stackalloc int[BlockRows];
        ReadOnlySpan<short> codes = _queries.AsSpan(_firstQuery + (query * Stride), Stride);
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
            CodeScan.Dots(in First(row), Math.Min(BlockRows, _rows - row), Stride, _queries.AsSpan(_firstQuery), count, dots);
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
            CodeScan.Dots(in First(row), count, Stride, _queries.AsSpan(_firstQuery + (query * Stride), Stride), dots);
            found += CodeScan.Survivors(
                dots.AsSpan(0, count), _scales.AsSpan(row, count), _errors.AsSpan(row, count), _bounds[query], worst, survivors);
        }

        return found;
    }

    private ref readonly sbyte First(int row) => ref _memory[_start + (row * Stride)];
}
