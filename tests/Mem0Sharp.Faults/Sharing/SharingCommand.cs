using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>"sharing": two processes write to one file, a third reads beside them (A6).</summary>
internal static class SharingCommand
{
    private const int Children = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int updates = FaultArguments.Option(arguments, "--updates", 1_000);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-sharing-");
        try
        {
            string path = Path.Combine(folder.FullName, "memories.db");
            await using Memory memory = CrashChild.Open(path);
            string id = (await memory.AddAsync(
                "Counts what two processes do.", CrashChild.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken)).Items.Single().Id;
            int[] unseen = await Task.WhenAll(Enumerable.Range(0, Children).Select(_ => WatchedAsync(memory, path, id, updates, cancellationToken)));
            MemoryItem item = (await memory.GetAsync(id, cancellationToken))!;
            MemoryCheckResult check = await memory.CheckAsync(cancellationToken);
            int expected = Children * updates;
            int lost = expected - SharingChild.Count(item);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{expected} updates by {Children} processes, {lost} lost, {unseen.Sum()} not seen by the next read, {check.Problems.Count} problems"));
            return lost == 0 && unseen.Sum() == 0 && check.IsSound && item.Version == expected + 1 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a child, and after each version that it says it made looks whether this process sees it.</summary>
    /// <returns>How many it did not see.</returns>
    private static async Task<int> WatchedAsync(Memory memory, string path, string id, int updates, CancellationToken cancellationToken)
    {
        int unseen = 0;
        int code = await FaultProcess.RunAsync(
            FaultProcess.Self(SharingChild.Name, path, id, updates.ToString(CultureInfo.InvariantCulture)),
            async line =>
            {
                MemoryItem? seen = await memory.GetAsync(id, cancellationToken);
                unseen += seen?.Version >= FaultArguments.Number(line) ? 0 : 1;
            },
            cancellationToken);
        return code == 0 ? unseen : throw new InvalidOperationException("A writing process failed.");
    }
}
