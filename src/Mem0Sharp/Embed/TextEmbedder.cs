using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>
/// The one door to the embedding generator: cache, file, batches, and the check that every vector is one of the store's space.
/// Thread-safe.
/// </summary>
internal sealed class TextEmbedder
{
    private readonly EmbeddingCalls _calls;
    private readonly IHistoryStore _history;
    private readonly EmbeddingCache _cache;
    private readonly int _batchSize;
    private readonly bool _mayEmbedLater;
    private readonly MemoryTelemetry _telemetry;
    private readonly ILogger _logger;
    private EmbeddingSpace? _space;

    public TextEmbedder(
        EmbeddingCalls calls, string? model, IHistoryStore history, MemoryOptions options, MemoryTelemetry telemetry, ILogger logger)
    {
        _calls = calls;
        _history = history;
        _cache = new EmbeddingCache(options.EmbeddingCacheBytes);
        _batchSize = options.EmbeddingBatchSize;
        _mayEmbedLater = options.EmbedsLater;
        _telemetry = telemetry;
        _logger = logger;
        _telemetry.Cache = _cache;
        EmbeddingGeneratorMetadata? metadata = calls.Generator.GetService<EmbeddingGeneratorMetadata>();
        Model = model ?? metadata?.DefaultModelId ?? calls.Generator.GetType().FullName!;
        DeclaredDimensions = metadata?.DefaultModelDimensions;
    }

    /// <summary>Gets the model's id, as given, as the generator reports it, or else the generator's type.</summary>
    public string Model { get; }

    /// <summary>Gets the dimension that the generator declares, or null when only an embedding can tell.</summary>
    public int? DeclaredDimensions { get; }

    /// <summary>Gets the space of the store or, before anything is stored, of the first embedding; null before that.</summary>
    public EmbeddingSpace? Space => Volatile.Read(ref _space);

    /// <summary>Takes the space that the history has recorded.</summary>
    /// <exception cref="EmbeddingSpaceException">It is another model's, or of another dimension.</exception>
    public void Bind(EmbeddingSpace recorded)
    {
        if (!string.Equals(recorded.Model, Model, StringComparison.Ordinal)
            || (DeclaredDimensions is { } declared && declared != recorded.Dimensions))
        {
            throw new EmbeddingSpaceException(recorded, new EmbeddingSpace(Model, DeclaredDimensions ?? recorded.Dimensions));
        }

        Volatile.Write(ref _space, recorded);
    }

    /// <summary>Drops what is cached: some of it was erased.</summary>
    public void ForgetCached() => _cache.Clear();

    public void Reset()
    {
        _cache.Clear();
        Volatile.Write(ref _space, null);
    }

    /// <summary>Embeds texts: one call of the generator for all that neither the cache nor the file knows.</summary>
    /// <returns>As many vectors as texts, in their order, each of unit length.</returns>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        EmbedAsync(texts, given: null, mayLack: false, cancellationToken);

    /// <summary>Gets what is known of texts, without a call of the generator.</summary>
    /// <returns>As many vectors as texts, in their order; empty where a text has none.</returns>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> KnownAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<float>> known = new(texts.Count, StringComparer.Ordinal);
        List<string> missing = Cached(texts, known);
        await AddStoredAsync(known, missing, cancellationToken).ConfigureAwait(false);
        return [.. texts.Select(text => known.GetValueOrDefault(text))];
    }

    /// <summary>Embeds texts: one call of the generator for all that neither the cache, the file nor the caller knows.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="given">Embeddings that the caller has, by text; or null. A text that is known already keeps its vector.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many vectors as texts, in their order, each of unit length.</returns>
    /// <exception cref="EmbeddingSpaceException">A given embedding is another model's.</exception>
    /// <exception cref="EmbeddingDimensionException">A given embedding has another length than the store's.</exception>
    /// <remarks>
    /// Where the generator cannot be reached, and the settings allow it, a text that is not known gets an empty vector: not before the first
    /// embedding of all, which says how long they are.
    /// </remarks>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedForStoringAsync(
        IReadOnlyList<string> texts, IReadOnlyDictionary<string, Embedding<float>>? given, CancellationToken cancellationToken) =>
        EmbedAsync(texts, given, _mayEmbedLater && Space is not null, cancellationToken);

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IReadOnlyList<string> texts, IReadOnlyDictionary<string, Embedding<float>>? given, bool mayLack, CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<float>> known = new(texts.Count, StringComparer.Ordinal);
        List<string> missing = Cached(texts, known);
        _telemetry.EmbeddingCacheLookups(hits: known.Count, misses: missing.Count);
        if (missing.Count > 0)
        {
            await AddStoredAsync(known, missing, cancellationToken).ConfigureAwait(false);
            if (given is not null)
            {
                AddGiven(known, missing, given);
            }

            try
            {
                foreach (string[] batch in missing.Chunk(_batchSize))
                {
                    await AddGeneratedAsync(known, batch, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (MemoryNetworkException) when (mayLack)
            {
                string[] lacking = [.. missing.Where(text => !known.ContainsKey(text))];
                MemoryLog.StoredUnembedded(_logger, lacking.Length);
                Array.ForEach(lacking, text => known[text] = default);
            }
        }

        ReadOnlyMemory<float>[] vectors = new ReadOnlyMemory<float>[texts.Count];
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = known[texts[i]];
        }

        return vectors;
    }

    /// <summary>Takes what the cache has.</summary>
    /// <returns>The other texts, each once.</returns>
    private List<string> Cached(IReadOnlyList<string> texts, Dictionary<string, ReadOnlyMemory<float>> known)
    {
        List<string> missing = [];
        foreach (string text in texts.Distinct(StringComparer.Ordinal))
        {
            if (_cache.TryGet(text, out ReadOnlyMemory<float> vector))
            {
                known[text] = vector;
            }
            else
            {
                missing.Add(text);
            }
        }

        return missing;
    }

    /// <summary>Embeds a text by a call of the generator, whatever is known of it. Nothing is kept.</summary>
    /// <returns>Its vector, of unit length.</returns>
    /// <exception cref="EmbeddingDimensionException">It has another length than the store's vectors.</exception>
    public async Task<ReadOnlyMemory<float>> ProbeAsync(string text, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await CallAsync([text], cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<float> vector = Unit(embeddings?.Count == 1 ? embeddings[0] : null, "The embedding generator returned a vector that");
        int expected = Space?.Dimensions ?? vector.Length;
        return vector.Length == expected ? vector : throw new EmbeddingDimensionException(expected, vector.Length);
    }

    /// <summary>Says of which space a vector is that this embedder made.</summary>
    public StoredEmbedding Stored(ReadOnlyMemory<float> vector)
    {
        EmbeddingSpace? space = Space;
        return vector.IsEmpty ? new StoredEmbedding(space!, vector) : new StoredEmbedding(space?.Dimensions == vector.Length ? space : new EmbeddingSpace(Model, vector.Length), vector);
    }

    private async Task AddStoredAsync(
        Dictionary<string, ReadOnlyMemory<float>> known, List<string> missing, CancellationToken cancellationToken)
    {
        if (Space is null)
        {
            return;
        }

        IReadOnlyList<ReadOnlyMemory<float>?> stored = await _history.GetEmbeddingsAsync(missing, cancellationToken).ConfigureAwait(false);
        for (int i = missing.Count - 1; i >= 0; i--)
        {
            if (stored[i] is { } vector)
            {
                known[missing[i]] = vector;
                _cache.Set(missing[i], vector);
                missing.RemoveAt(i);
            }
        }
    }

    private void AddGiven(
        Dictionary<string, ReadOnlyMemory<float>> known, List<string> missing, IReadOnlyDictionary<string, Embedding<float>> given)
    {
        for (int i = missing.Count - 1; i >= 0; i--)
        {
            if (!given.TryGetValue(missing[i], out Embedding<float>? embedding))
            {
                continue;
            }

            // An exported one is of unit length already: it stays as it is, to the bit.
            ReadOnlyMemory<float> vector = IsUnit(embedding.Vector.Span) ? embedding.Vector.ToArray() : Unit(embedding, "The given embedding");
            EmbeddingSpace own = Space ?? new EmbeddingSpace(Model, DeclaredDimensions ?? vector.Length);
            if (!string.Equals(embedding.ModelId, own.Model, StringComparison.Ordinal))
            {
                throw new EmbeddingSpaceException(own, new EmbeddingSpace(embedding.ModelId ?? string.Empty, vector.Length));
            }

            Add(known, missing[i], vector, Space ?? First(own.Dimensions));
            missing.RemoveAt(i);
        }
    }

    private void Add(Dictionary<string, ReadOnlyMemory<float>> known, string text, ReadOnlyMemory<float> vector, EmbeddingSpace space)
    {
        if (vector.Length != space.Dimensions)
        {
            throw new EmbeddingDimensionException(space.Dimensions, vector.Length);
        }

        known[text] = vector;
        _cache.Set(text, vector);
    }

    private async Task AddGeneratedAsync(
        Dictionary<string, ReadOnlyMemory<float>> known, string[] batch, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await CallAsync(batch, cancellationToken).ConfigureAwait(false);
        if (embeddings is null || embeddings.Count != batch.Length)
        {
            throw new EmbeddingException(
                $"The embedding generator returned {embeddings?.Count ?? 0} embeddings for {batch.Length} texts.");
        }

        ReadOnlyMemory<float>[] unit = [.. embeddings.Select(embedding => Unit(embedding, "The embedding generator returned a vector that"))];

        // Before the first answer of all settles the space: one with vectors of several lengths must not settle anything.
        int dimensions = Space?.Dimensions ?? unit[0].Length;
        if (Array.Find(unit, vector => vector.Length != dimensions) is { IsEmpty: false } other)
        {
            throw new EmbeddingDimensionException(dimensions, other.Length);
        }

        EmbeddingSpace space = Space ?? First(dimensions);
        for (int i = 0; i < batch.Length; i++)
        {
            Add(known, batch[i], unit[i], space);
        }
    }

    private Task<GeneratedEmbeddings<Embedding<float>>> CallAsync(string[] batch, CancellationToken cancellationToken) =>
        _calls.GenerateAsync(batch, FindKnownAsync, cancellationToken);

    /// <summary>Finds a text whose vector is known: of the newest memory.</summary>
    private async Task<KnownEmbedding?> FindKnownAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<MemoryHead> newest =
            await _history.ListAsync(new HistoryListQuery { Limit = 1 }, cancellationToken).ConfigureAwait(false);
        if (newest.Count == 0)
        {
            return null;
        }

        string text = newest[0].Item.Text;
        IReadOnlyList<ReadOnlyMemory<float>?> stored = await _history.GetEmbeddingsAsync([text], cancellationToken).ConfigureAwait(false);
        return stored[0] is { } vector ? new KnownEmbedding(text, vector) : null;
    }

    /// <summary>Takes the dimension of the first embedding of all; the history records it with the first commit.</summary>
    private EmbeddingSpace First(int dimensions)
    {
        if (dimensions > MemoryLimits.Dimensions)
        {
            throw new EmbeddingException($"The embedding has {dimensions} dimensions; the limit is {MemoryLimits.Dimensions}.");
        }

        EmbeddingSpace first = new(Model, dimensions);
        return Interlocked.CompareExchange(ref _space, first, comparand: null) ?? first;
    }

    private static bool IsUnit(ReadOnlySpan<float> vector) => MathF.Abs(TensorPrimitives.Norm(vector) - 1) <= 1e-6f;

    /// <exception cref="EmbeddingException">It is empty, of zero length, or not finite.</exception>
    private static ReadOnlyMemory<float> Unit(Embedding<float>? embedding, string what)
    {
        ReadOnlySpan<float> vector = embedding is null ? default : embedding.Vector.Span;
        float largest = vector.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (!float.IsFinite(largest) || largest == 0)
        {
            throw new EmbeddingException(
                $"{what} is empty, of zero length, or holds a number that is not finite.");
        }

        // Scaled first: the squares of huge or tiny components would overflow or vanish.
        float[] unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, largest, unit);
        TensorPrimitives.Divide(unit, TensorPrimitives.Norm<float>(unit), unit);
        return unit;
    }
}
