using System.Globalization;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>PostgreSQL's programs with pgvector: in a folder that <c>.ci/postgres</c> has made, or the machine's own.</summary>
internal sealed class PostgresPrograms
{
    private const string User = "postgres", DynamicSkipToken = "$XunitDynamicSkip$";

    private readonly string? _tree;
    private readonly string _folder;

    private PostgresPrograms(string? tree, string folder) => (_tree, _folder) = (tree, folder);

    /// <summary>Gets the folder, as everybody sees it, in which servers have theirs.</summary>
    public string RunsIn => _tree is null ? Path.GetTempPath() : Path.Combine(_tree, "tmp");

    /// <summary>Finds them.</summary>
    /// <remarks>The test is skipped where there are none.</remarks>
    public static async Task<PostgresPrograms> FindAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A PostgreSQL is started on Linux only.");
        string? named = Environment.GetEnvironmentVariable("MEM0SHARP_POSTGRES_TREE") is { Length: > 0 } value ? value : null;
        string tree = named ?? "/var/cache/mem0sharp/postgres-17";
        if (Environment.IsPrivilegedProcess && VersionsIn(tree).LastOrDefault() is > 0 and var inTree)
        {
            return new(tree, $"/usr/lib/postgresql/{inTree}/bin");
        }

        Assert.SkipWhen(named is not null, "MEM0SHARP_POSTGRES_TREE names no folder that .ci/postgres has made, or this is not root.");
        string? own = await FindOwnAsync();
        Assert.SkipWhen(
            own is null,
            "There is no PostgreSQL with pgvector: install one, or, as root on Debian, run .ci/postgres; only root can use what that makes.");
        return new(null, own!);
    }

    /// <summary>Tells whether there are any.</summary>
    public static async Task<bool> AreHereAsync()
    {
        try
        {
            await FindAsync();
            return true;
        }
        catch (Exception exception) when (exception.Message.StartsWith(DynamicSkipToken, StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>Gets the path by which a program of PostgreSQL's is run.</summary>
    public string this[string program] => $"{_folder}/{program}";

    /// <summary>Gets a path as PostgreSQL sees it.</summary>
    public string Seen(string path) => _tree is null ? path : path[_tree.TrimEnd('/').Length..];

    /// <summary>Gets the command that runs another as PostgreSQL's user, who is not root.</summary>
    public string[] AsPostgres(params string[] command) => (_tree, Environment.IsPrivilegedProcess) switch
    {
        (not null, _) => ["chroot", $"--userspec={User}:{User}", _tree, .. command],
        (null, true) => ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", .. command],
        _ => command,
    };

    /// <summary>Gets the command that makes a folder which is PostgreSQL's alone.</summary>
    public string[] MakeFolder(string path) => (_tree, Environment.IsPrivilegedProcess) switch
    {
        (not null, _) => ["chroot", _tree, "install", "-d", "-m", "700", "-o", User, "-g", User, Seen(path)],
        (null, true) => ["install", "-d", "-m", "700", "-o", User, path],
        _ => ["install", "-d", "-m", "700", path],
    };

    // Where Debian and its like have them, else where pg_config says.
    private static async Task<string?> FindOwnAsync()
    {
        if (VersionsIn("/").LastOrDefault() is > 0 and var version)
        {
            return $"/usr/lib/postgresql/{version}/bin";
        }

        if (!await Programs.CanRunAsync("pg_config", "--bindir"))
        {
            return null;
        }

        string share = (await Programs.RunAsync(["pg_config", "--sharedir"])).Output.Trim();
        string programs = (await Programs.RunAsync(["pg_config", "--bindir"])).Output.Trim();
        return HasVector(share) && File.Exists(Path.Combine(programs, "initdb")) ? programs : null;
    }

    private static IEnumerable<int> VersionsIn(string root)
    {
        string versions = Path.Combine(root, "usr/lib/postgresql");
        return !Directory.Exists(versions) ? [] : Directory.EnumerateDirectories(versions)
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) ? version : 0)
            .Where(version => File.Exists(Path.Combine(versions, $"{version}/bin/initdb")) && HasVector(Path.Combine(root, $"usr/share/postgresql/{version}")))
            .Order();
    }

    private static bool HasVector(string share) => File.Exists(Path.Combine(share, "extension", "vector.control"));
}
