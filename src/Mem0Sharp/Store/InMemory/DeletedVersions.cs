namespace Mem0Sharp;

/// <summary>At which version memories were deleted: a change that comes later than that, and is older, must not bring one back.</summary>
/// <remarks>
/// Not for ever, or a store would grow with every memory that ever was: of the last deletes, so many as are kept at least, and twice as
/// many at most. Not thread-safe.
/// </remarks>
internal sealed class DeletedVersions(int kept)
{
    private Dictionary<string, int> _newer = new(StringComparer.Ordinal);
    private Dictionary<string, int> _older = new(StringComparer.Ordinal);

    public int Count => _newer.Count + _older.Count;

    /// <summary>Whether a version of a memory is one that was deleted, or older.</summary>
    public bool Covers(string id, int version) =>
        (_newer.TryGetValue(id, out int deleted) || _older.TryGetValue(id, out deleted)) && version <= deleted;

    public void Add(string id, int version)
    {
        if (_older.Remove(id, out int earlier))
        {
            version = Math.Max(version, earlier);
        }

        if (!_newer.ContainsKey(id) && _newer.Count >= kept)
        {
            (_older, _newer) = (_newer, _older);
            _newer.Clear();
        }

        _newer[id] = _newer.TryGetValue(id, out int known) ? Math.Max(version, known) : version;
    }

    public void Remove(string id)
    {
        _newer.Remove(id);
        _older.Remove(id);
    }
}
