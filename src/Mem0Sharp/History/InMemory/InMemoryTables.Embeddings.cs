namespace Mem0Sharp;

/// <content>Embeddings that are made later than their texts were stored, and those of another model.</content>
internal sealed partial class InMemoryTables
{
    // By text: since when it has its embedding, later than it was stored; null while it has none.
    private readonly Dictionary<string, long?> _late = new(StringComparer.Ordinal);

    // By text, like the embeddings, whose place they are to take.
    private readonly Dictionary<string, ReadOnlyMemory<float>> _staged = new(StringComparer.Ordinal);
    private EmbeddingSpace? _stagedSpace;

    /// <summary>Gets what is staged of another model.</summary>
    public StagedEmbeddings Staged => new(_stagedSpace, _staged.Count, Texts.Count());

    /// <summary>Gets the texts that have no embedding yet.</summary>
    public IEnumerable<string> Unembedded => _late.Where(late => late.Value is null).Select(late => late.Key);

    /// <summary>Gets the newest versions whose text got its embedding after a sequence.</summary>
    public IEnumerable<MemoryHead> EmbeddedAfter(long sequence) =>
        _heads.Values.Where(head => !head.IsDeleted && _late.TryGetValue(head.Item.Text, out long? since) && since > sequence);

    public int AddEmbeddings(IEnumerable<KeyValuePair<string, StoredEmbedding>> embeddings)
    {
        KeyValuePair<string, StoredEmbedding>[] missing = [.. embeddings.Where(each => _late.TryGetValue(each.Key, out long? since) && since is null)];
        if (missing.Length > 0)
        {
            Position = Position with { Sequence = Position.Sequence + 1 };
        }

        foreach ((string text, StoredEmbedding embedding) in missing)
        {
            _embeddings.TryAdd(text, embedding.Vector);
            _late[text] = Position.Sequence;
        }

        return missing.Length;
    }

    /// <summary>Gets the texts that have no staged embedding of a space.</summary>
    public IEnumerable<string> Unstaged(EmbeddingSpace? space) =>
        space is not null && space == _stagedSpace ? Texts.Where(text => !_staged.ContainsKey(text)) : Texts;

    public int Stage(IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts)
    {
        EmbeddingSpace space = embeddings[0].Value.Space;
        if (restarts && _stagedSpace != space)
        {
            Unstage();
        }

        StoredEmbedding.EnsureOf(_stagedSpace ?? space, embeddings);
        _stagedSpace = space;
        HashSet<string> texts = Texts.ToHashSet(StringComparer.Ordinal);
        return embeddings.Count(each => texts.Contains(each.Key) && _staged.TryAdd(each.Key, each.Value.Vector));
    }

    public bool ReplaceEmbeddings(EmbeddingSpace space)
    {
        if (Unstaged(space).Any())
        {
            return false;
        }

        _embeddings.Clear();
        foreach ((string text, ReadOnlyMemory<float> vector) in _staged)
        {
            _embeddings.Add(text, vector);
        }

        _late.Clear();
        Unstage();
        Position = new HistoryPosition(Position.Epoch + 1, Position.Sequence);
        return true;
    }

    /// <summary>Gets the texts of all rows, each once.</summary>
    private IEnumerable<string> Texts => _embeddings.Keys.Concat(Unembedded);

    private void Unstage()
    {
        _staged.Clear();
        _stagedSpace = null;
    }
}
