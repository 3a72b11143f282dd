using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>Makes sure that a native SQLite is there, or says which package brings it.</summary>
internal static class SqliteNative
{
    /// <exception cref="MemoryConfigurationException">There is none.</exception>
    public static void EnsureAvailable()
    {
        try
        {
            // Its type initializer looks for a bundle and starts it; the raw API alone does not, so it must come first.
            RuntimeHelpers.RunClassConstructor(typeof(SqliteConnection).TypeHandle);
            _ = SQLitePCL.raw.sqlite3_libversion_number();
        }
        catch (Exception exception) when (IsMissing(exception))
        {
            throw new MemoryConfigurationException(
                "No native SQLite library was found, so no memory file can be opened. Add the package "
                + "SQLitePCLRaw.bundle_e_sqlite3 to the application: dotnet add package SQLitePCLRaw.bundle_e_sqlite3",
                "Run: dotnet add package SQLitePCLRaw.bundle_e_sqlite3 (3.0 or later), or leave UseSqlite out to keep memories in "
                + "this process only.",
                exception);
        }
    }

    // No provider: a plain System.Exception. A provider without its library: DllNotFoundException below a TypeInitializationException.
    private static bool IsMissing(Exception exception) =>
        exception.GetType() == typeof(Exception)
        || exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        || (exception is TypeInitializationException or TargetInvocationException
            && exception.InnerException is { } inner
            && IsMissing(inner));
}
