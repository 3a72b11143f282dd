namespace Mem0Sharp;

/// <summary>A value as it goes into a statement: a number, a text, bytes, or nothing.</summary>
internal readonly struct SqliteValue
{
    private readonly object? _object;

    private SqliteValue(SqliteValueKind kind, long number, object? value) => (Kind, Number, _object) = (kind, number, value);

    public SqliteValueKind Kind { get; }

    public long Number { get; }

    /// <summary>Gets a text that is still to be encoded.</summary>
    public string String => (string)_object!;

    /// <summary>Gets bytes, or a text's UTF-8.</summary>
    public byte[] Bytes => (byte[])_object!;

    public static implicit operator SqliteValue(long number) => new(SqliteValueKind.Number, number, null);

    public static implicit operator SqliteValue(long? number) => number is { } known ? known : default(SqliteValue);

    public static implicit operator SqliteValue(bool flag) => flag ? 1L : 0L;

    public static implicit operator SqliteValue(string? text) => text is null ? default : new(SqliteValueKind.String, 0, text);

    public static implicit operator SqliteValue(byte[] bytes) => new(SqliteValueKind.Blob, 0, bytes);

    /// <summary>Makes a text of its UTF-8.</summary>
    public static SqliteValue Utf8(byte[] text) => new(SqliteValueKind.Utf8, 0, text);
}
