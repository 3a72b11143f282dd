using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing;

/// <summary>An embedding generator without a model: the same text has the same vector, on every machine and in every run.</summary>
/// <remarks>
/// Vectors have length one. Texts that share words (letters and digits, case ignored) are near, whatever the order of the words;
/// it knows nothing of meaning. It counts what it was asked, can be told to fail, to answer wrongly, and to wait. Thread-safe.
/// </remarks>
public sealed class DeterministicEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly Dictionary<string, float[]> _mapped = new(StringComparer.Ordinal);
    private readonly Queue<Exception> _failures = new();
    private readonly List<string> _texts = [];
    private readonly List<(int Held, TaskCompletionSource Reached)> _watchers = [];
    private TaskCompletionSource? _hold;
    private int _held;
    private int _calls;

    /// <summary>Initializes a generator.</summary>
    /// <param name="dimensions">The length of its vectors, 1 to <see cref="MemoryLimits.Dimensions"/>. Default 64.</param>
    /// <param name="modelId">The model's name. Default "deterministic".</param>
    public DeterministicEmbeddingGenerator(int dimensions = 64, string modelId = "deterministic")
    {
        Dimensions = dimensions;
        ModelId = modelId;
    }

    /// <summary>Gets or sets the length of its vectors, 1 to <see cref="MemoryLimits.Dimensions"/>. Default 64.</summary>
    public int Dimensions
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MemoryLimits.Dimensions);
            field = value;
        }
    }

    /// <summary>Gets or sets the model's name, in embeddings and in <see cref="EmbeddingGeneratorMetadata"/>.</summary>
    public string ModelId
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>
    /// Gets or sets a value indicating whether texts that share words are near. Default true. When false, texts that differ at
    /// all are unrelated.
    /// </summary>
    public bool SharedWordsAreNear { get; set; } = true;

    /// <summary>Gets or sets what it does wrong, in every call until it is set back. Default none.</summary>
    public EmbeddingMisbehavior Misbehavior { get; set; }

    /// <summary>Gets how many calls were made. Those that failed or wait are counted, those cancelled beforehand are not.</summary>
    public int CallCount
    {
        get
        {
            lock (_lock)
            {
                return _calls;
            }
        }
    }

    /// <summary>Gets how many texts it was given in all calls.</summary>
    public int TextCount
    {
        get
        {
            lock (_lock)
            {
                return _texts.Count;
            }
        }
    }

    /// <summary>Gets the texts it was given, in order, repeats included: a snapshot.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
            {
                return [.. _texts];
            }
        }
    }

    /// <summary>Gives a text a vector of the test's choosing.</summary>
    /// <param name="text">The text, compared ordinally.</param>
    /// <param name="vector">The vector, returned as it is: of any length, also of another dimension.</param>
    /// <returns>This generator.</returns>
    public DeterministicEmbeddingGenerator Map(string text, params float[] vector)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vector);
        lock (_lock)
        {
            _mapped[text] = [.. vector];
        }

        return this;
    }

    /// <summary>Makes a call fail: the next one, or, after several, the next ones in order.</summary>
    /// <param name="exception">What it throws.</param>
    /// <returns>This generator.</returns>
    public DeterministicEmbeddingGenerator FailNext(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        lock (_lock)
        {
            _failures.Enqueue(exception);
        }

        return this;
    }

    /// <summary>Makes calls wait, from now until <see cref="Release"/>. Their tokens still end them.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _hold ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets the waiting calls go on, and later calls pass.</summary>
    public void Release()
    {
        TaskCompletionSource? hold;
        lock (_lock)
        {
            hold = _hold;
            _hold = null;
            _held = 0;
        }

        hold?.SetResult();
    }

    /// <summary>Waits until calls wait.</summary>
    /// <param name="calls">How many must be waiting at once, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when so many calls wait for <see cref="Release"/>.</returns>
    public Task WhenHeldAsync(int calls = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        lock (_lock)
        {
            if (_held >= calls)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((calls, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes the vector of one text, as <see cref="GenerateAsync"/> would, without counting it as a call.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A new array. Misbehavior is left out.</returns>
    public float[] VectorOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return VectorOf(text, Dimensions);
    }

    /// <summary>Makes a vector of each text.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">Its <see cref="EmbeddingGenerationOptions.Dimensions"/>, where set, takes the place of this one's.</param>
    /// <param name="cancellationToken">Cancelled before the call: nothing is counted. Also ends the wait of a call that is held.</param>
    /// <returns>One embedding a text, in order; usage counts words as tokens.</returns>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        cancellationToken.ThrowIfCancellationRequested();
        List<string> texts = [.. values];
        if (Enter(texts, out Exception? failure) is { } hold)
        {
            await WaitAsync(hold, cancellationToken).ConfigureAwait(false);
        }

        if (failure is not null)
        {
            throw failure;
        }

        int dimensions = options?.Dimensions ?? Dimensions;
        EmbeddingMisbehavior misbehavior = Misbehavior;
        List<Embedding<float>> embeddings = [.. texts.Select(text => Embed(text, dimensions, misbehavior))];
        if (misbehavior == EmbeddingMisbehavior.TooFew && embeddings.Count > 0)
        {
            embeddings.RemoveAt(embeddings.Count - 1);
        }
        else if (misbehavior == EmbeddingMisbehavior.TooMany && embeddings.Count > 0)
        {
            embeddings.Add(embeddings[^1]);
        }

        long words = texts.Sum(text => TextVector.Words(text).LongCount());
        return new GeneratedEmbeddings<Embedding<float>>(embeddings)
        {
            Usage = new UsageDetails { InputTokenCount = words, TotalTokenCount = words },
        };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata)
                ? new EmbeddingGeneratorMetadata("deterministic", defaultModelId: ModelId, defaultModelDimensions: Dimensions)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: there is nothing to let go of, and the counts stay readable.</summary>
    public void Dispose()
    {
    }

    private TaskCompletionSource? Enter(List<string> texts, out Exception? failure)
    {
        lock (_lock)
        {
            _calls++;
            _texts.AddRange(texts);
            _failures.TryDequeue(out failure);
            if (_hold is null)
            {
                return null;
            }

            _held++;
            foreach ((int held, TaskCompletionSource reached) in _watchers)
            {
                if (_held >= held)
                {
                    reached.TrySetResult();
                }
            }

            _watchers.RemoveAll(watcher => watcher.Reached.Task.IsCompleted);
            return _hold;
        }
    }

    private async Task WaitAsync(TaskCompletionSource hold, CancellationToken cancellationToken)
    {
        try
        {
            await hold.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                // Unless it was released at the same moment: then it is no longer counted.
                _held -= ReferenceEquals(_hold, hold) ? 1 : 0;
            }

            throw;
        }
    }

    private float[] VectorOf(string text, int dimensions)
    {
        lock (_lock)
        {
            if (_mapped.TryGetValue(text, out float[]? mapped))
            {
                return [.. mapped];
            }
        }

        return SharedWordsAreNear ? TextVector.OfWords(text, dimensions) : TextVector.OfText(text, dimensions);
    }

    private Embedding<float> Embed(string text, int dimensions, EmbeddingMisbehavior misbehavior)
    {
        float[] vector = VectorOf(text, dimensions);
        switch (misbehavior)
        {
            case EmbeddingMisbehavior.WrongDimension: vector = [.. vector, 0]; break;
            case EmbeddingMisbehavior.NotANumber: vector[^1] = float.NaN; break;
            case EmbeddingMisbehavior.ZeroLength: Array.Clear(vector); break;
        }

        return new Embedding<float>(vector) { ModelId = ModelId };
    }
}
