using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mem0Sharp.Tests;

/// <summary>What a whole run of these tests can be asked for from outside, before the first test starts.</summary>
internal static class TestRun
{
    /// <summary>Names the native SQLite to use instead of the bundled one, as the loader knows it.</summary>
    public const string SqliteVariable = "MEM0SHARP_SQLITE";

    private const string CultureVariable = "MEM0SHARP_EXPECT_CULTURE";
    private const string BundledSqlite = "e_sqlite3";

    /// <summary>Gets the assembly through which SQLite's functions are called.</summary>
    public static Assembly SqliteProvider { get; } = typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly;

    /// <summary>Gets the native SQLite that this run is to use.</summary>
    public static string SqliteLibrary { get; } =
        Environment.GetEnvironmentVariable(SqliteVariable) is { Length: > 0 } named ? named : BundledSqlite;

    [ModuleInitializer]
    internal static void Start()
    {
        // A run "under th-TH" that silently runs under the invariant culture would prove nothing: no ICU, a misspelt locale.
        if (Environment.GetEnvironmentVariable(CultureVariable) is { Length: > 0 } culture
            && !string.Equals(CultureInfo.CurrentCulture.Name, culture, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"This run was to use {culture}; it uses '{CultureInfo.CurrentCulture.Name}'.");
        }

        if (!IsBundled(SqliteLibrary))
        {
            NativeLibrary.SetDllImportResolver(
                SqliteProvider, (name, _, _) => IsBundled(name) ? NativeLibrary.Load(SqliteLibrary) : IntPtr.Zero);
        }
    }

    private static bool IsBundled(string library) => string.Equals(library, BundledSqlite, StringComparison.Ordinal);
}
