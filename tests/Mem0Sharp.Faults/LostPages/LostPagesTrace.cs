using System.Text;
using System.Text.Json;

namespace Mem0Sharp.Faults;

/// <summary>What a process did to its files, and which writes it acknowledged meanwhile.</summary>
/// <param name="Steps">Every change of the files, in order; a mark has the number of the write that had been acknowledged by then.</param>
/// <param name="Writes">The writes, in order.</param>
internal sealed record LostPagesTrace(IReadOnlyList<TraceStep> Steps, IReadOnlyList<CrashWrite> Writes)
{
    /// <summary>Runs a process under the native library until it ends.</summary>
    /// <exception cref="InvalidOperationException">It failed, or the trace does not lead to the files that it left.</exception>
    public static async Task<LostPagesTrace> RecordAsync(
        string library,
        string folder,
        string trace,
        IReadOnlyDictionary<string, byte[]> before,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken)
    {
        List<CrashWrite> writes = [];
        int code = await FaultProcess.RunAsync(
            FaultLibrary.Child(library, folder, [.. arguments]),
            line =>
            {
                writes.Add(JsonSerializer.Deserialize<CrashWrite>(line)!);
                return Task.CompletedTask;
            },
            cancellationToken);
        if (code != 0 || (writes.Count > 0 && writes[^1].Number != writes.Count))
        {
            throw new InvalidOperationException("The traced process failed, or one of its writes.");
        }

        LostPagesTrace recorded = new(TraceStep.Read(trace), writes);
        DiskFolder disk = new(flushes: true, before);
        disk.Do(recorded.Steps);
        return Same(disk.Kill(), DiskFolder.Read(folder))
            ? recorded
            : throw new InvalidOperationException("The trace does not lead to the files that the process left.");
    }

    /// <summary>Gets how many writes had been acknowledged before a step.</summary>
    public int Acknowledged(int step) => Steps.Take(step).Count(each => each.Kind == TraceKind.Mark);

    /// <summary>Gets what the first writes were said to have done.</summary>
    public CrashLedger Ledger(int writes)
    {
        CrashLedger ledger = new();
        foreach (CrashWrite write in Writes.Take(writes))
        {
            ledger.Add(write);
        }

        return ledger;
    }

    /// <summary>Gets the texts that only memories had that were erased among the first writes.</summary>
    public IReadOnlyList<byte[]> ErasedTexts(int writes)
    {
        HashSet<string> erased = [.. Ledger(writes).Erased];
        ILookup<string, string> memories = Writes
            .SelectMany(write => write.Ids.Zip(write.Texts))
            .Where(pair => pair.Second is not null)
            .ToLookup(pair => pair.Second!, pair => pair.First, StringComparer.Ordinal);
        return [.. memories.Where(ids => ids.All(erased.Contains)).Select(text => Encoding.UTF8.GetBytes(text.Key))];
    }

    private static bool Same(Dictionary<string, byte[]> files, Dictionary<string, byte[]> others) =>
        files.Count == others.Count
        && files.All(file => others.TryGetValue(file.Key, out byte[]? other) && file.Value.AsSpan().SequenceEqual(other));
}
