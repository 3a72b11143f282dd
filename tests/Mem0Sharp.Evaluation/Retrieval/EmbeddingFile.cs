using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Vectors of texts that were embedded elsewhere, found by the text.</summary>
/// <remarks>
/// The format, little-endian: "EMB8", u32 number of rows, u32 dimension, then the rows in the order of their keys. A row is a key, the
/// first 16 bytes of the SHA-256 of the text in UTF-8, a float32 scale, and one int8 for each dimension, to be multiplied by the scale.
/// </remarks>
internal sealed class EmbeddingFile
{
    private const int HeaderLength = 12;
    private const int KeyLength = 16;
    private const int ScaleLength = sizeof(float);

    private readonly byte[] _content;
    private readonly int _rowLength;

    private EmbeddingFile(byte[] content, int count, int dimensions)
    {
        _content = content;
        Count = count;
        Dimensions = dimensions;
        _rowLength = KeyLength + ScaleLength + dimensions;
    }

    /// <summary>Gets the number of texts.</summary>
    public int Count { get; }

    /// <summary>Gets the length of each vector.</summary>
    public int Dimensions { get; }

    /// <exception cref="FormatException">It is not in this format, or damaged; the message says how.</exception>
    public static EmbeddingFile Read(byte[] content)
    {
        if (content.Length < HeaderLength || !content.AsSpan().StartsWith("EMB8"u8))
        {
            throw new FormatException("The file of vectors does not begin with 'EMB8' and two numbers.");
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(4));
        uint dimensions = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(8));
        if (dimensions is 0 or > MemoryLimits.Dimensions)
        {
            throw new FormatException($"The file of vectors has {dimensions} dimensions; 1 to {MemoryLimits.Dimensions} can be.");
        }

        long length = HeaderLength + (count * (long)(KeyLength + ScaleLength + dimensions));
        if (content.Length != length)
        {
            throw new FormatException(
                $"The file of vectors has {content.Length} bytes; {count} vectors of {dimensions} dimensions take {length}. It is cut off or damaged.");
        }

        EmbeddingFile file = new(content, (int)count, (int)dimensions);
        file.Check();
        return file;
    }

    public bool Contains(string text) => Find(text) >= 0;

    /// <summary>Gets the vector of a text, shape [<see cref="Dimensions"/>]; null where there is none.</summary>
    public float[]? VectorOf(string text)
    {
        int row = Find(text);
        if (row < 0)
        {
            return null;
        }

        float scale = ScaleAt(row);
        ReadOnlySpan<byte> values = Row(row)[(KeyLength + ScaleLength)..];
        float[] vector = new float[Dimensions];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = scale * (sbyte)values[i];
        }

        return vector;
    }

    // Keys out of order would not be found, and a vector would be missing without a word.
    private void Check()
    {
        for (int row = 0; row < Count; row++)
        {
            if (row > 0 && KeyAt(row - 1).SequenceCompareTo(KeyAt(row)) >= 0)
            {
                throw new FormatException($"Vector {row} is not in the order of the keys: the file is damaged.");
            }

            if (!float.IsFinite(ScaleAt(row)) || ScaleAt(row) <= 0)
            {
                throw new FormatException($"The scale of vector {row} is no number above 0: the file is damaged.");
            }
        }
    }

    private int Find(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        ReadOnlySpan<byte> key = hash[..KeyLength];
        int low = 0;
        int high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = KeyAt(middle).SequenceCompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    private ReadOnlySpan<byte> Row(int row) => _content.AsSpan(HeaderLength + (row * _rowLength), _rowLength);

    private ReadOnlySpan<byte> KeyAt(int row) => Row(row)[..KeyLength];

    private float ScaleAt(int row) => BinaryPrimitives.ReadSingleLittleEndian(Row(row)[KeyLength..]);
}
