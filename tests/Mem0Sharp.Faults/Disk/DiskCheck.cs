namespace Mem0Sharp.Faults;

/// <summary>Writes the files that a kill or a power cut left into a folder, and opens them.</summary>
internal static class DiskCheck
{
    /// <param name="folder">Made and removed again.</param>
    /// <param name="files">What is in it.</param>
    /// <param name="ledger">What must be there.</param>
    /// <param name="pending">What may be there.</param>
    /// <param name="further">Says what else is wrong with a file that was opened and closed again.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<CrashVerdict> RunAsync(
        string folder,
        IReadOnlyDictionary<string, byte[]> files,
        CrashLedger ledger,
        CrashWrite? pending,
        Func<string, IEnumerable<string>> further,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] content) in files)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), content, cancellationToken);
        }

        try
        {
            string path = Path.Combine(folder, LostPagesChild.File);
            CrashVerdict verdict = await CrashCheck.RunAsync(path, ledger, pending, cancellationToken);
            return verdict with { Torn = [.. verdict.Torn, .. further(path)] };
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
