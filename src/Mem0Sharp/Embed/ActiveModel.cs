namespace Mem0Sharp;

/// <summary>The model by which a history is embedded, the space of its vectors, and those that are at hand. Thread-safe.</summary>
/// <param name="model">The model.</param>
/// <param name="space">The space that the history has recorded, or null before the first embedding.</param>
/// <param name="cacheBytes">What the cache may hold.</param>
internal sealed class ActiveModel(EmbeddingModel model, EmbeddingSpace? space, long cacheBytes)
{
    private EmbeddingSpace? _space = space;

    public EmbeddingModel Model { get; } = model;

    public EmbeddingCache Cache { get; } = new(cacheBytes);

    /// <summary>Gets the space of the history or, before anything is stored, of the first embedding; null before that.</summary>
    public EmbeddingSpace? Space => Volatile.Read(ref _space);

    /// <summary>Takes the dimension of the first embedding of all; the history records it with the first commit.</summary>
    /// <returns>The space: of whoever came first.</returns>
    public EmbeddingSpace First(int dimensions)
    {
        EmbeddingSpace first = Model.SpaceOf(dimensions);
        return Interlocked.CompareExchange(ref _space, first, comparand: null) ?? first;
    }

    /// <summary>Takes the space that the history has recorded, where none is known yet.</summary>
    /// <returns>Whether it is the space now.</returns>
    public bool TryBind(EmbeddingSpace recorded) => (Interlocked.CompareExchange(ref _space, recorded, comparand: null) ?? recorded) == recorded;
}
