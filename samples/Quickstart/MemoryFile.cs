using System.Buffers.Binary;
using Mem0Sharp;

namespace Quickstart;

/// <summary>The file that holds the memories.</summary>
internal static class MemoryFile
{
    // "M0S#" where SQLite keeps an application's own number (https://www.sqlite.org/fileformat.html, 1.3).
    private const int ApplicationIdOffset = 68;
    private const int ApplicationId = 0x4D305323;

    /// <summary>Removes the file, so that the next memory starts empty. Another application's file is left alone.</summary>
    /// <exception cref="UsageException">It is no memory file, or cannot be removed.</exception>
    /// <remarks>
    /// <see cref="Memory.ResetAsync"/> empties a file too, but only one of the same embedding model; starting over is how a sample
    /// changes models.
    /// </remarks>
    public static void StartOver(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            if (!IsMemoryFile(path))
            {
                throw new UsageException($"{path} is not a memory file, so --fresh leaves it alone. Give another --db.");
            }

            foreach (string suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(path + suffix);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be removed: {exception.Message}", exception);
        }
    }

    private static bool IsMemoryFile(string path)
    {
        Span<byte> header = stackalloc byte[ApplicationIdOffset + sizeof(int)];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return read == 0
            || (read == header.Length && BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) == ApplicationId);
    }
}
