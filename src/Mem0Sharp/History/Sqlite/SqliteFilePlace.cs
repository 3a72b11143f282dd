using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>Whether a memory file still is where it was opened.</summary>
/// <remarks>
/// An open file can be removed or replaced on Unix. SQLite goes on writing into what has no name any more, and in WAL mode it does not
/// look (in other modes it does). Its own check for that costs one stat, about a microsecond; SQLitePCL does not pass it on, so it is
/// looked up in the library in use. Where that is not found, as in an application that is linked with SQLite, nothing is checked.
/// Windows removes no open file.
/// </remarks>
internal static class SqliteFilePlace
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED: does the path have another inode than the open file, or none?</summary>
    private const int HasMovedControl = 20;

    private static readonly FileControl? Control = Find();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FileControl(IntPtr connection, IntPtr database, int operation, ref int answer);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr LibraryVersion();

    public static bool HasMoved(sqlite3 connection)
    {
        int answer = 0;
        return Control is not null
            && Control(connection.DangerousGetHandle(), IntPtr.Zero, HasMovedControl, ref answer) == raw.SQLITE_OK
            && answer != 0;
    }

    /// <param name="isCommitted">Whether what the caller wanted to write is in the file, wherever that is now.</param>
    public static MemoryStoreException Moved(bool isCommitted) => new(
        "The memory file was removed, moved or replaced while it was open. Put it back where it was, or dispose the memory and open what is there now.",
        isCommitted);

    /// <summary>
    /// Refuses to make a new file where the log of another one lies: the file was removed, perhaps while a process has it open still, and
    /// SQLite would throw the log away and share that process's index of it.
    /// </summary>
    /// <exception cref="MemoryStoreException">There is a log without its file.</exception>
    public static void EnsureHasItsFile(string path)
    {
        string real = Real(path);

        // The log first: of a new file it is made last, by another process perhaps.
        if (File.Exists(real + "-wal") && new FileInfo(real) is { Exists: false } or { Length: 0 })
        {
            throw new MemoryStoreException(
                "The memory file is gone, or empty, but its log, whose name ends in -wal, is there. Put the file back; or end whoever has it open "
                + "and remove what ends in -wal and -shm, to begin with an empty memory.");
        }
    }

    /// <summary>Removes the empty log of a file that is gone, when the last connection to it is closed: SQLite leaves it.</summary>
    public static void RemoveEmptyLog(string path)
    {
        string real = Real(path);
        try
        {
            if (!File.Exists(real) && new FileInfo(real + "-wal") is { Exists: true, Length: 0 })
            {
                File.Delete(real + "-wal");
                File.Delete(real + "-shm");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever opens the path next is told of it.
        }
    }

    /// <summary>
    /// Lets the file's owner write its log too, where the file can be written: a log that was made while the file could only be read has
    /// that right from it, and stays when the file is closed.
    /// </summary>
    public static void ShareRights(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string real = Real(path);
        try
        {
            foreach (string log in (string[])[real + "-wal", real + "-shm"])
            {
                if (File.Exists(log) && !CanWrite(log) && CanWrite(real))
                {
                    File.SetUnixFileMode(log, File.GetUnixFileMode(real));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // SQLite says what may not be written.
        }
    }

    // SQLite puts the log beside the file, not beside a link to it.
    private static string Real(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    [UnsupportedOSPlatform("windows")]
    private static bool CanWrite(string path) => File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserWrite);

    private static FileControl? Find()
    {
        foreach (string name in (string[])[raw.GetNativeLibraryName(), "sqlite3", "libsqlite3.so.0"])
        {
            // A second copy of SQLite must not be given a connection of the first: the address of its version tells them apart.
            if (NativeLibrary.TryLoad(name, typeof(raw).Assembly, searchPath: null, out IntPtr library)
                && NativeLibrary.TryGetExport(library, "sqlite3_libversion", out IntPtr version)
                && Marshal.GetDelegateForFunctionPointer<LibraryVersion>(version)() == VersionInUse()
                && NativeLibrary.TryGetExport(library, "sqlite3_file_control", out IntPtr control))
            {
                return Marshal.GetDelegateForFunctionPointer<FileControl>(control);
            }
        }

        return null;
    }

    private static IntPtr VersionInUse() =>
        Unsafe.ByteOffset(in Unsafe.NullRef<byte>(), in raw.sqlite3_libversion().GetPinnableReference());
}
