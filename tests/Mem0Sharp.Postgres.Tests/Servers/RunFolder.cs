using System.Security.Cryptography;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>The folder of one server. It is locked while its test run lives; what is left of one that is gone goes with the next.</summary>
internal sealed class RunFolder : IAsyncDisposable
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
    public static async Task<RunFolder> CreateAsync(string parent)
    {
        foreach (string left in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            await RemoveIfLeftAsync(left);
        }

        string path = System.IO.Path.Combine(parent, $"{Prefix}{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, ReadableByAll); // PostgreSQL's user walks through it to its own.
        }

        return new(path, Lock(path));
    }

    public async ValueTask DisposeAsync()
    {
        await _lock.DisposeAsync();
        if (Directory.Exists(Path))
        {
            await RemoveAsync(Path);
        }
    }

    // One that is just being made has no lock yet.
    private static async Task RemoveIfLeftAsync(string path)
    {
        try
        {
            if (Directory.GetLastWriteTimeUtc(path) < TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1))
            {
                await using FileStream held = Lock(path);
                string gone = $"{path}.gone"; // For who looks for it at the same time.
                Directory.Move(path, gone);
                await RemoveAsync(gone);
            }
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Its run goes on, is another user's, or another start is removing it.
        }
    }

    // A killed server leaves its shared memory behind, which only its own next start would remove. The seventh line of postmaster.pid
    // has its key and id; shm in proc(5) too, and how many processes hold it.
    private static async Task RemoveAsync(string path)
    {
        string file = System.IO.Path.Combine(path, "data", "postmaster.pid");
        if (File.Exists(file) && (await File.ReadAllLinesAsync(file)).ElementAtOrDefault(6) is { } line && Words(line) is [var key, var id])
        {
            IEnumerable<string[]> segments = File.ReadLines("/proc/sysvipc/shm").Select(Words);
            if (segments.Any(segment => segment is [var itsKey, var itsId, _, _, _, _, "0", ..] && (itsKey, itsId) == (key, id)))
            {
                await Programs.RunAsync(["ipcrm", "-m", id]);
            }
        }

        Directory.Delete(path, recursive: true);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static FileStream Lock(string path) => new(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
