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
    private readonly IHistoryStore _history;
    private readonly EmbeddingModel? _previous;
    private readonly int _batchSize;
    private readonly long _cacheBytes;
    private readonly bool _mayEmbedLater;
    private readonly bool _areCodesKept;
    private readonly MemoryTelemetry _telemetry;
    private readonly ILogger _logger;
    private ActiveModel _active;

    /// <param name="model">The model.</param>
    /// <param name="previous">The model that the history may have been filled by, and goes by until it is moved to the other; or null.</param>
    /// <param name="history">The history.</param>
    /// <param name="options">Settings.</param>
    /// <param name="telemetry">Counts what the cache has.</param>
    /// <param name="logger">Where to log.</param>
    public TextEmbedder(
        EmbeddingModel model, EmbeddingModel? previous, IHistoryStore history, MemoryOptions options, MemoryTelemetry telemetry, ILogger logger)
    {
        Newest = model;
        _previous = previous;
        _history = history;
        _batchSize = options.EmbeddingBatchSize;
        _cacheBytes = options.EmbeddingCacheBytes;
        _mayEmbedLater = options.EmbedsLater;
        _areCodesKept = options.VectorStorage == VectorStorage.CodesOnly;
        _telemetry = telemetry;
        _logger = logger;
        _active = Activate(model, space: null);
    }

    /// <summary>Gets the model that a history is moved to which was filled by another.</summary>
    public EmbeddingModel Newest { get; }

    /// <summary>Gets the id of the model that counts now.</summary>
    public string Model => Active.Model.Id;

    /// <summary>Gets the dimension that the generator declares, or null when only an embedding can tell.</summary>
    public int? DeclaredDimensions => Active.Model.DeclaredDimensions;

    /// <summary>Gets the space of the store or, before anything is stored, of the first embedding; null before that.</summary>
    public EmbeddingSpace? Space => Active.Space;

    private ActiveModel Active => Volatile.Read(ref _active);

    /// <summary>Takes the space that the history has recorded: from now on its model counts.</summary>
    /// <exception cref="EmbeddingSpaceException">It is another model's than those at hand, or of another dimension.</exception>
    public void Bind(EmbeddingSpace recorded)
    {
        EmbeddingModel model = Newest.Makes(recorded) ? Newest
            : _previous?.Makes(recorded) == true ? _previous
            : throw new EmbeddingSpaceException(recorded, new EmbeddingSpace(Newest.Id, Newest.DeclaredDimensions ?? recorded.Dimensions));
        ActiveModel active = Active;
        if (!ReferenceEquals(active.Model, model) || !active.TryBind(recorded))
        {
            Volatile.Write(ref _active, Activate(model, recorded));
        }
    }

    /// <summary>Drops what is cached: some of it was erased.</summary>
    public void ForgetCached() => Active.Cache.Clear();

    public void Reset() => Volatile.Write(ref _active, Activate(Newest, space: null));

    /// <summary>Embeds what is looked for: one call of the generator for all that neither the cache nor the file knows.</summary>
    /// <returns>Null where the generator cannot be reached and embeddings may come later: a search may go by the words.</returns>
    public async Task<EmbeddedTexts?> EmbedQuestionsAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        // Whatever counts by the time they are compared: these are of the model that counts now.
        ActiveModel active = Active;
        try
        {
            return new EmbeddedTexts(
                active.Model.Id,
                active.Model.UnrelatedCosine,
                await EmbedAsync(active, texts, given: null, mayLack: false, cancellationToken).ConfigureAwait(false));
        }
        catch (MemoryNetworkException) when (_mayEmbedLater)
        {
            return null;
        }
    }

    /// <summary>Gets what is known of texts, without a call of the generator.</summary>
    /// <returns>As many vectors as texts, in their order; empty where a text has none.</returns>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> KnownAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ActiveModel active = Active;
        Dictionary<string, ReadOnlyMemory<float>> known = new(texts.Count, StringComparer.Ordinal);

        // Of two callers that embed a text at once, the history keeps one vector and the cache perhaps the other. Where codes are kept, they
        // have to be of that one which is read when they leave a score open.
        List<string> missing = _areCodesKept ? [.. texts.Distinct(StringComparer.Ordinal)] : Cached(active, texts, known);
        await AddStoredAsync(active, known, missing, cancellationToken).ConfigureAwait(false);
        return [.. texts.Select(text => known.GetValueOrDefault(text))];
    }

    /// <summary>Embeds texts: one call of the generator for all that neither the cache, the file nor the caller knows.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="given">Embeddings that the caller has, by text; or null. A text that is known already keeps its vector.</param>
    /// <param name="mayLack">Whether a text may be stored without its vector.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many embeddings as texts, in their order, each of unit length, and all of one space.</returns>
    /// <exception cref="EmbeddingSpaceException">A given embedding is another model's.</exception>
    /// <exception cref="EmbeddingDimensionException">A given embedding has another length than the store's.</exception>
    /// <remarks>
    /// Where the generator cannot be reached, and the settings allow it, a text that is not known gets an empty vector: not before the first
    /// embedding of all, which says how long they are.
    /// </remarks>
    public async Task<IReadOnlyList<StoredEmbedding>> EmbedForStoringAsync(
        IReadOnlyList<string> texts, IReadOnlyDictionary<string, Embedding<float>>? given, bool mayLack, CancellationToken cancellationToken)
    {
        // Whatever counts by the time they are stored: these are of the space that counts now.
        ActiveModel active = Active;
        IReadOnlyList<ReadOnlyMemory<float>> vectors = await EmbedAsync(
            active, texts, given, mayLack && _mayEmbedLater && active.Space is not null, cancellationToken).ConfigureAwait(false);
        return [.. vectors.Select(vector => new StoredEmbedding(active.Space!, vector))];
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        ActiveModel active,
        IReadOnlyList<string> texts,
        IReadOnlyDictionary<string, Embedding<float>>? given,
        bool mayLack,
        CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<float>> known = new(texts.Count, StringComparer.Ordinal);
        List<string> missing = Cached(active, texts, known);
        _telemetry.EmbeddingCacheLookups(hits: known.Count, misses: missing.Count);
        if (missing.Count > 0)
        {
            await AddStoredAsync(active, known, missing, cancellationToken).ConfigureAwait(false);
            if (given is not null)
            {
                AddGiven(active, known, missing, given);
            }

            try
            {
                foreach (string[] batch in missing.Chunk(_batchSize))
                {
                    await AddGeneratedAsync(active, known, batch, cancellationToken).ConfigureAwait(false);
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
    private static List<string> Cached(ActiveModel active, IReadOnlyList<string> texts, Dictionary<string, ReadOnlyMemory<float>> known)
    {
        List<string> missing = [];
        foreach (string text in texts.Distinct(StringComparer.Ordinal))
        {
            if (active.Cache.TryGet(text, out ReadOnlyMemory<float> vector))
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
        ActiveModel active = Active;
        return (await active.Model.EmbedAsync([text], active.Space?.Dimensions, FindKnownAsync, cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task AddStoredAsync(
        ActiveModel active, Dictionary<string, ReadOnlyMemory<float>> known, List<string> missing, CancellationToken cancellationToken)
    {
        if (active.Space is null || missing.Count == 0)
        {
            return;
        }

        IReadOnlyList<ReadOnlyMemory<float>?> stored = await _history.GetEmbeddingsAsync(missing, cancellationToken).ConfigureAwait(false);
        for (int i = missing.Count - 1; i >= 0; i--)
        {
            if (stored[i] is { } vector)
            {
                known[missing[i]] = vector;
                active.Cache.Set(missing[i], vector);
                missing.RemoveAt(i);
            }
        }
    }

    private static void AddGiven(
        ActiveModel active,
        Dictionary<string, ReadOnlyMemory<float>> known,
        List<string> missing,
        IReadOnlyDictionary<string, Embedding<float>> given)
    {
        for (int i = missing.Count - 1; i >= 0; i--)
        {
            if (!given.TryGetValue(missing[i], out Embedding<float>? embedding))
            {
                continue;
            }

            // An exported one is of unit length already: it stays as it is, to the bit.
            ReadOnlyMemory<float> vector = IsUnit(embedding.Vector.Span) ? embedding.Vector.ToArray() : EmbeddingModel.Unit(embedding, "The given embedding");
            EmbeddingSpace own = active.Space ?? new EmbeddingSpace(active.Model.Id, active.Model.DeclaredDimensions ?? vector.Length);
            if (!string.Equals(embedding.ModelId, own.Model, StringComparison.Ordinal))
            {
                throw new EmbeddingSpaceException(own, new EmbeddingSpace(embedding.ModelId ?? string.Empty, vector.Length));
            }

            Add(active, known, missing[i], vector, active.Space ?? active.First(own.Dimensions));
            missing.RemoveAt(i);
        }
    }

    private static void Add(
        ActiveModel active, Dictionary<string, ReadOnlyMemory<float>> known, string text, ReadOnlyMemory<float> vector, EmbeddingSpace space)
    {
        if (vector.Length != space.Dimensions)
        {
            throw new EmbeddingDimensionException(space.Dimensions, vector.Length);
        }

        known[text] = vector;
        active.Cache.Set(text, vector);
    }

    private async Task AddGeneratedAsync(
        ActiveModel active, Dictionary<string, ReadOnlyMemory<float>> known, string[] batch, CancellationToken cancellationToken)
    {
        // All of one length: the first answer of all settles the space, and one with several must not settle anything.
        ReadOnlyMemory<float>[] unit = await active.Model.EmbedAsync(
            batch, active.Space?.Dimensions, FindKnownAsync, cancellationToken).ConfigureAwait(false);
        EmbeddingSpace space = active.Space ?? active.First(unit[0].Length);
        for (int i = 0; i < batch.Length; i++)
        {
            Add(active, known, batch[i], unit[i], space);
        }
    }

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

    private static bool IsUnit(ReadOnlySpan<float> vector) => MathF.Abs(TensorPrimitives.Norm(vector) - 1) <= 1e-6f;

    private ActiveModel Activate(EmbeddingModel model, EmbeddingSpace? space)
    {
        ActiveModel active = new(model, space, _cacheBytes);
        _telemetry.Cache = active.Cache;
        return active;
    }
}
