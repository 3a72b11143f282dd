using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>The bytes of a row's values, each with its type and length before it: what its checksum is made of.</summary>
internal sealed class SqliteRow
{
    /// <summary>A longer one is not kept.</summary>
    private const int LargestKept = 1 << 20;

    private const int HeadSize = 1 + sizeof(int);

    [ThreadStatic]
    private static SqliteRow? _kept;

    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    /// <summary>Gets an empty one for this thread, until it is returned.</summary>
    public static SqliteRow Rent()
    {
        SqliteRow row = _kept ?? new SqliteRow();
        _kept = null;
        return row;
    }

    public void Return()
    {
        if (_buffer.Capacity <= LargestKept)
        {
            _buffer.ResetWrittenCount();
            _kept = this;
        }
    }

    /// <summary>Adds a value.</summary>
    /// <returns>Its bytes, of a text its UTF-8, until the next is added; of a number those that are hashed.</returns>
    public ReadOnlySpan<byte> Add(SqliteValue value)
    {
        switch (value.Kind)
        {
            case SqliteValueKind.Null:
                return Add(raw.SQLITE_NULL, []);
            case SqliteValueKind.Number:
                return AddNumber(raw.SQLITE_INTEGER, value.Number);
            case SqliteValueKind.String:
                return Add(value.String);
            default:
                return Add(value.Kind == SqliteValueKind.Blob ? raw.SQLITE_BLOB : raw.SQLITE_TEXT, value.Bytes);
        }
    }

    /// <summary>Adds a number.</summary>
    /// <param name="type">SQLite's number of its type.</param>
    /// <param name="bits">Its 64 bits.</param>
    public ReadOnlySpan<byte> AddNumber(int type, long bits)
    {
        Span<byte> bytes = Head(type, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bits);
        _buffer.Advance(HeadSize + sizeof(long));
        return bytes;
    }

    /// <summary>Adds bytes, or a text's UTF-8.</summary>
    /// <param name="type">SQLite's number of its type.</param>
    /// <param name="value">The bytes.</param>
    public ReadOnlySpan<byte> Add(int type, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = Head(type, value.Length);
        value.CopyTo(bytes);
        _buffer.Advance(HeadSize + value.Length);
        return bytes;
    }

    /// <summary>Gets the checksum of a row without a vector: the first eight bytes of the SHA-256 of it all.</summary>
    public long Checksum()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.WrittenSpan, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>Gets the checksum of a row with a vector.</summary>
    public long VectorChecksum()
    {
        VectorChecksum checksum = Mem0Sharp.VectorChecksum.Start;
        for (ReadOnlySpan<byte> rest = _buffer.WrittenSpan; !rest.IsEmpty;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest[1..]);
            checksum.Add(rest[0], rest.Slice(HeadSize, length));
            rest = rest[(HeadSize + length)..];
        }

        return checksum.Value;
    }

    private ReadOnlySpan<byte> Add(string text)
    {
        Span<byte> room = _buffer.GetSpan(HeadSize + Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, room[HeadSize..]);
        Span<byte> bytes = Head(raw.SQLITE_TEXT, length);
        _buffer.Advance(HeadSize + length);
        return bytes;
    }

    private Span<byte> Head(int type, int length)
    {
        Span<byte> room = _buffer.GetSpan(HeadSize + length);
        room[0] = (byte)type;
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], length);
        return room.Slice(HeadSize, length);
    }
}
