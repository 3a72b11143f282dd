using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>The connection that copies the file. Made for one backup.</summary>
/// <remarks>
/// VACUUM INTO rather than SQLite's backup API: it copies one snapshot in one statement while others write, as a file without a log
/// beside it, and takes along no page that was freed: what was erased is not in the copy, even before its bytes are out of the file.
/// </remarks>
internal sealed class SqliteBackup(SqliteHistoryOptions options) : SqliteSession(options, SqliteOpenMode.ReadWrite)
{
    private const int Interrupted = 9, DiskFull = 13, CannotOpen = 14;

    private readonly string _source = options.Path;

    /// <summary>Checks the place of a backup. Writes nothing.</summary>
    /// <returns>The full path.</returns>
    /// <exception cref="MemoryValidationException">It is no path, its folder is missing, or something is there.</exception>
    public static string Target(string path)
    {
        string target;
        try
        {
            target = string.IsNullOrWhiteSpace(path) ? throw new ArgumentException("Blank.", nameof(path)) : Path.GetFullPath(path);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new MemoryValidationException(nameof(path), "The path of the backup is blank or no path.", "Give a file path.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new MemoryValidationException(nameof(path), "The folder of the backup does not exist.", "Make it first.");
        }

        // A log that was left beside the name would be taken for the backup's own when that is opened.
        string[] taken = [target, target + "-wal", target + "-journal"];
        return Array.Exists(taken, Path.Exists) ? throw IsTaken() : target;
    }

    /// <summary>Makes the copy under another name beside it, flushes it, and gives it its name last.</summary>
    /// <exception cref="MemoryException">It could not be made. Nothing is left of it.</exception>
    public void Into(string target, CancellationToken cancellationToken)
    {
        string partial = $"{target}.{Path.GetRandomFileName()}.partial";
        try
        {
            Create(partial);
            using (cancellationToken.UnsafeRegister(static connection => raw.sqlite3_interrupt(((SqliteConnection)connection!).Handle), Connection))
            {
                Statement("VACUUM INTO $path", ("$path", partial)).Run();
            }

            using (Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(file);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Name(partial, target);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Interrupted)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is DiskFull or CannotOpen)
        {
            throw new MemoryStoreException(
                exception.SqliteErrorCode == DiskFull ? "The disk is full: no backup was made." : "No backup was made: its file could not be opened.",
                isTransient: exception.SqliteErrorCode == DiskFull,
                innerException: exception,
                nativeErrorCode: exception.SqliteExtendedErrorCode);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new MemoryAccessDeniedException("file", "The folder of the backup may not be written.", exception);
        }
        finally
        {
            Remove(partial);
        }
    }

    private static void Name(string partial, string target)
    {
        try
        {
            File.Move(partial, target, overwrite: false);
        }
        catch (IOException) when (Path.Exists(target))
        {
            throw IsTaken();
        }
    }

    private static MemoryValidationException IsTaken() => new(
        "path",
        "There is a file at the backup's path already, or a log that belongs to one. It was left as it is.",
        "Give a path at which there is nothing, for instance with the time in its name.");

    /// <summary>Makes the empty file, for the same people as the memory file: SQLite would make it for more.</summary>
    private void Create(string partial)
    {
        FileStreamOptions creation = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = File.GetUnixFileMode(_source);
        }

        new FileStream(partial, creation).Dispose();
    }

    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
            File.Delete(partial + "-journal");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has another name than a backup, and whoever reads this error knows of the first one.
        }
    }
}
