using System.Security.Cryptography;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>The folder of one server. It is locked while its test run lives; what is left of one that is gone goes with the next.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "mem0sharp-postgres-";
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Log => System.IO.Path.Combine(Path, "log");

    /// <summary>Makes one, after removing those that nobody has any more.</summary>
    public static RunFolder Create(string parent)
    {
        foreach (string left in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            RemoveIfLeft(left);
        }

        string path = System.IO.Path.Combine(parent, $"{Prefix}{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, ReadableByAll); // PostgreSQL's user walks through it to its own.
        }

        return new(path, Lock(path));
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    // One that is just being made has no lock yet.
    private static void RemoveIfLeft(string path)
    {
        try
        {
            if (Directory.GetLastWriteTimeUtc(path) < TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1))
            {
                Lock(path).Dispose();
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Its run goes on, is another user's, or another start is removing it.
        }
    }

    private static FileStream Lock(string path) => new(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
