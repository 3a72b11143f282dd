namespace Mem0Sharp.Faults;

/// <summary>One write of the child, as it says beforehand and afterwards.</summary>
/// <param name="Number">Its number in the life of the file.</param>
/// <param name="Kind">"add", "infer", "keep", "process", "update", "batch", "delete", "restore", "erase" or "reembed".</param>
/// <param name="Ids">The memories it is about; of an add, unknown until it is done.</param>
/// <param name="Versions">Afterwards: the versions that it made, one for each id; 0 for one that was erased. Beforehand empty.</param>
/// <param name="Texts">The text of each memory after it; null where it is gone.</param>
internal sealed record CrashWrite(
    int Number, string Kind, IReadOnlyList<string> Ids, IReadOnlyList<int> Versions, IReadOnlyList<string?> Texts)
{
    /// <summary>Gets who is said to make the write, and its idempotency key where it has one.</summary>
    public string Key => $"write {Number}";
}
