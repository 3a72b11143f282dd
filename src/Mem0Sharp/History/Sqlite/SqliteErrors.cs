using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>Turns SQLite's errors into ours. The messages name no path: it may hold a user's name.</summary>
internal static class SqliteErrors
{
    private const int Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14,
        Authorization = 23, NotADatabase = 26;

    public static bool CanTranslate(Exception exception) => exception is SqliteException or IOException or UnauthorizedAccessException;

    public static MemoryException Translate(Exception exception) => exception switch
    {
        SqliteException sqlite => Translate(sqlite),
        UnauthorizedAccessException => new MemoryAccessDeniedException("file", "The memory file may not be accessed.", exception),
        _ => new MemoryStoreException("The memory file could not be read or written.", innerException: exception),
    };

    private static MemoryException Translate(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Permission or ReadOnly or Authorization => new MemoryAccessDeniedException(
            "file", "The memory file or its folder may not be written.", exception),
        Busy or Locked => Store("Another connection kept the memory file locked for longer than the busy timeout.", exception, isTransient: true),
        Full => Store("The disk is full; the change was rolled back.", exception, isTransient: true),
        InputOutput => Store("Reading or writing the memory file failed; the change was rolled back.", exception, isTransient: true),
        CannotOpen => Store("The memory file could not be opened. Its folder must exist and be writable.", exception),
        Corrupt => Store("The memory file is damaged.", exception),
        NotADatabase => new MemoryConfigurationException(
            "The file is no memory file: it is not an SQLite database, or it is encrypted.",
            "Give the path of a memory file, or of a file that does not exist yet.",
            exception),
        _ => Store("The memory file failed.", exception),
    };

    private static MemoryStoreException Store(string message, SqliteException exception, bool isTransient = false) =>
        new(message, isCommitted: false, isTransient, exception, exception.SqliteExtendedErrorCode);
}
