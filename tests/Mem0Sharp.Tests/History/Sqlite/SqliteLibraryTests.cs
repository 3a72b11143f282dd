using System.Runtime.InteropServices;

namespace Mem0Sharp.Tests.History.Sqlite;

public sealed class SqliteLibraryTests(ITestOutputHelper output)
{
    // Our SQL is written for 3.35: RETURNING, UPSERT, no STRICT.
    private const int Oldest = 3_035_000;

    [Fact]
    public void SqliteLibrary_OfThisRun_IsTheOneAskedForAndNewEnough()
    {
        SqliteNative.EnsureAvailable();
        nint library = NativeLibrary.Load(TestRun.SqliteLibrary, TestRun.SqliteProvider, searchPath: null);
        var versionOf = Marshal.GetDelegateForFunctionPointer<LibraryVersion>(
            NativeLibrary.GetExport(library, "sqlite3_libversion_number"));

        int used = SQLitePCL.raw.sqlite3_libversion_number();

        output.WriteLine($"{TestRun.SqliteLibrary} is SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}");
        used.Should().Be(versionOf()).And.BeGreaterThanOrEqualTo(Oldest);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int LibraryVersion();
}
