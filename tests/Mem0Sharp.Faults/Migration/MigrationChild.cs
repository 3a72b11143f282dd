namespace Mem0Sharp.Faults;

/// <summary>The process under the native library that opens a file of an older format, and closes it.</summary>
internal static class MigrationChild
{
    public const string Name = "migration-child";

    public static async Task<int> RunAsync(string path, string trace)
    {
        FaultLibrary.Trace(trace);
        await using Memory memory = CrashChild.Open(path);
        await memory.OpenAsync();
        return 0;
    }
}
