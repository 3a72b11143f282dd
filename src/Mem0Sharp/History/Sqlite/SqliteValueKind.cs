namespace Mem0Sharp;

/// <summary>How a <see cref="SqliteValue"/> is given.</summary>
internal enum SqliteValueKind
{
    Null,
    Number,
    String,
    Utf8,
    Blob,
}
