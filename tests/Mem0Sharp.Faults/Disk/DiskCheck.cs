namespace Mem0Sharp.Faults;

/// <summary>Writes the files that a kill or a power cut left into a folder, and opens them.</summary>
internal static class DiskCheck
{
    public static async Task<CrashVerdict> RunAsync(
        string folder,
        IReadOnlyDictionary<string, byte[]> files,
        CrashLedger ledger,
        CrashWrite? pending,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] content) in files)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), content, cancellationToken);
        }

        try
        {
            return await CrashCheck.RunAsync(Path.Combine(folder, LostPagesChild.File), ledger, pending, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new CrashVerdict([$"it cannot be read: {exception.Message}"], [], PendingHappened: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
