namespace Mem0Sharp.Faults;

/// <summary>What a file's children were told had happened: the versions of each memory, and what was erased.</summary>
internal sealed class CrashLedger
{
    private readonly Dictionary<string, Dictionary<int, string?>> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _erased = new(StringComparer.Ordinal);

    /// <summary>Gets the memories that were written to and not erased, each with its versions and their texts; null for a delete.</summary>
    public IReadOnlyDictionary<string, Dictionary<int, string?>> Versions => _versions;

    public IReadOnlyCollection<string> Erased => _erased;

    /// <summary>Gets who is said to make the adds that are kept and perhaps not done yet.</summary>
    public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

    public void Add(CrashWrite write)
    {
        if (string.Equals(write.Kind, "keep", StringComparison.Ordinal))
        {
            Kept.Add(write.Key);
        }
        else if (string.Equals(write.Kind, "process", StringComparison.Ordinal))
        {
            Kept.Remove(write.Key);
        }

        for (int i = 0; i < write.Ids.Count; i++)
        {
            if (write.Versions[i] == 0)
            {
                Erase(write.Ids[i]);
            }
            else
            {
                if (!_versions.TryGetValue(write.Ids[i], out Dictionary<int, string?>? versions))
                {
                    _versions.Add(write.Ids[i], versions = []);
                }

                versions[write.Versions[i]] = write.Texts[i];
            }
        }
    }

    /// <summary>Notes that a memory is gone, although nobody was told: the erasure was under way.</summary>
    public void Erase(string id)
    {
        _versions.Remove(id);
        _erased.Add(id);
    }
}
