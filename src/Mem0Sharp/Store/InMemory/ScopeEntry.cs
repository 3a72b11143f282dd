namespace Mem0Sharp;

/// <summary>The rows of one user, agent, run or app.</summary>
/// <remarks>One thread writes; any number reads meanwhile.</remarks>
internal sealed class ScopeEntry(string id)
{
    private Versioned<ScopeCount>? _count;
    private RowOwner? _owner;

    /// <summary>Gets the id.</summary>
    public string Id => id;

    /// <summary>Gets or sets whose rows lie together because they are of this id before all; null where there are none.</summary>
    public RowOwner? Owner
    {
        get => Volatile.Read(ref _owner);
        set => Volatile.Write(ref _owner, value);
    }

    /// <summary>Gets the rows that lie elsewhere.</summary>
    public PostingList Others { get; } = new();

    /// <summary>Gets what it holds after all changes, also those that are not published.</summary>
    public ScopeCount Newest => _count?.Value ?? default;

    /// <summary>Gets what it holds in a state.</summary>
    public ScopeCount At(long stamp) => Volatile.Read(ref _count)?.At(stamp)?.Value ?? default;

    /// <summary>Counts rows that come (or go, with minus) with a state that is not published yet.</summary>
    /// <returns>Whether this is the first change of that state: an earlier count can be forgotten when nobody looks at it.</returns>
    public bool Change(long stamp, int rows, long terms)
    {
        ScopeCount next = new(Newest.Rows + rows, Newest.Terms + terms);
        if (_count is { } known && known.Since == stamp)
        {
            known.Value = next;
            return false;
        }

        Volatile.Write(ref _count, new Versioned<ScopeCount>(next, stamp, _count));
        return true;
    }

    /// <summary>Forgets what it held before a state that everybody who reads has reached.</summary>
    public void Forget(long stamp) => _count?.At(stamp)?.Forget();
}
