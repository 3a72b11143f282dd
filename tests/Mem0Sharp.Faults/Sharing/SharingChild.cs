using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>One of two processes on one file: adds up a counter that the other adds up too, and says each version that it made.</summary>
internal static class SharingChild
{
    public const string Name = "sharing-child";

    public const string Counter = "count";

    public static async Task<int> RunAsync(string path, string id, int updates, TextWriter output)
    {
        await using Memory memory = CrashChild.Open(path);
        MemoryRetryOptions patient = new() { MaxRetries = 1_000, Delay = TimeSpan.FromMilliseconds(1) };
        for (int i = 0; i < updates; i++)
        {
            MemoryUpdateResult result = await memory.UpdateAsync(
                id, item => new MemoryPatch { Metadata = new JsonObject { [Counter] = Count(item) + 1 } }, patient);
            await output.WriteLineAsync(result.Item.Version.ToString(CultureInfo.InvariantCulture));
            await output.FlushAsync();
        }

        return 0;
    }

    public static int Count(MemoryItem item) => item.Metadata.TryGetValue(Counter, out var count) ? count.GetInt32() : 0;
}
