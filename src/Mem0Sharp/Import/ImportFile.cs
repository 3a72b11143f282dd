using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>Files that are imported: their paths, and their errors as ours. No message names a path: it may hold a user's name.</summary>
internal static class ImportFile
{
    private const int Permission = 3, Busy = 5, Locked = 6, Corrupt = 11, CannotOpen = 14, Authorization = 23, NotADatabase = 26;

    public static string FullPath(string path, string parameter)
    {
        ArgumentNullException.ThrowIfNull(path, parameter);
        try
        {
            // Full now: the current folder may be another one when it is read.
            return string.IsNullOrWhiteSpace(path) ? throw new ArgumentException("Blank.", parameter) : Path.GetFullPath(path);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new MemoryValidationException(parameter, "The path of the file to import is blank or no path.", "Give a file path.");
        }
    }

    public static Stream OpenRead(string path) => Guarded(() =>
    {
        RequireExists(path);
        return File.OpenRead(path);
    });

    /// <exception cref="MemoryValidationException">There is no such file.</exception>
    public static void RequireExists(string path)
    {
        if (!File.Exists(path))
        {
            throw new MemoryValidationException(
                "path", "There is no file at the path to import from.", "Check the path; Mem0 for Python keeps its history in ~/.mem0/history.db.");
        }
    }

    /// <summary>Runs work on the file, with its errors as ours.</summary>
    public static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw Translate(exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new MemoryAccessDeniedException("file", "The file to import may not be read.", exception);
        }
        catch (IOException exception)
        {
            throw new MemoryStoreException("The file to import could not be read.", innerException: exception);
        }
    }

    private static MemoryException Translate(SqliteException exception) => exception.SqliteErrorCode switch
    {
        NotADatabase => new MemoryValidationException(
            "path", "The file to import is no SQLite database, or it is encrypted.", "Give Mem0's history file; a JSON export is imported by Mem0Json."),
        Permission or Authorization or CannotOpen => new MemoryAccessDeniedException("file", "The file to import may not be read.", exception),
        Busy or Locked => Store("Another process kept the file to import locked.", exception, isTransient: true),
        Corrupt => Store("The file to import is damaged.", exception, isTransient: false),
        _ => Store("The file to import could not be read.", exception, isTransient: false),
    };

    private static MemoryStoreException Store(string message, SqliteException exception, bool isTransient) =>
        new(message, isCommitted: false, isTransient, exception, exception.SqliteExtendedErrorCode);
}
