using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly;

namespace Mem0Sharp;

/// <summary>Puts a <see cref="Memory"/> together. Nothing has to be set: then it needs no key, no file and no native library.</summary>
/// <remarks>Not thread-safe. Each <see cref="Build"/> makes a memory of its own; what was given to it may be given to one only.</remarks>
public sealed class MemoryBuilder
{
    private readonly List<Action<MemoryOptions>> _configurations = [];
    private readonly Func<MemoryOptions> _newOptions;
    private IChatClient? _chatClient;
    private IChatClient? _fallbackChatClient;
    private ResiliencePipeline? _modelCalls;
    private IEmbeddingGenerator<string, Embedding<float>>? _embeddings;
    private string? _embeddingModel;
    private IEmbeddingGenerator<string, Embedding<float>>? _previousEmbeddings;
    private string? _previousEmbeddingModel;
    private IEmbeddingGenerator<string, Embedding<float>>? _fallbackEmbeddings;
    private ResiliencePipeline? _embeddingCalls;
    private IVectorStore? _store;
    private bool _ownsStore = true;
    private IHistoryStore? _history;
    private bool _ownsHistory = true;
    private IFactExtractor? _extractor;
    private Func<string, CancellationToken, ValueTask<string>>? _redact;
    private IMemoryArbiter? _arbiter;
    private IMemoryReranker? _reranker;
    private IEntityExtractor? _entities;
    private TimeProvider _time = TimeProvider.System;
    private ILoggerFactory _loggers = NullLoggerFactory.Instance;
    private IMeterFactory? _meters;

    /// <summary>Initializes a builder with nothing set.</summary>
    public MemoryBuilder()
        : this(() => new MemoryOptions())
    {
    }

    internal MemoryBuilder(Func<MemoryOptions> newOptions) => _newOptions = newOptions;

    /// <summary>Extracts facts, decides about them and judges what a search found by a model. Without one, the first two are done by rules.</summary>
    /// <param name="chatClient">Any chat client. It stays the caller's to dispose.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseChatClient(IChatClient chatClient)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        _chatClient = chatClient;
        return this;
    }

    /// <summary>Asks another model when the chat client's service fails: it cannot be reached, takes too long, or is overloaded.</summary>
    /// <param name="chatClient">The other client, called with the same limits. It stays the caller's to dispose.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseFallbackChatClient(IChatClient chatClient)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        _fallbackChatClient = chatClient;
        return this;
    }

    /// <summary>Calls a model through a pipeline of the caller's, in place of the memory's own time limit, repetition and breaker.</summary>
    /// <param name="pipeline">
    /// The pipeline. What fails within is a <see cref="MemoryException"/>, whose <see cref="MemoryException.IsTransient"/> says whether
    /// to call again. It serves both stages, and the fallback.
    /// </param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseModelResilience(ResiliencePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _modelCalls = pipeline;
        return this;
    }

    /// <summary>Calls the embedding generator through a pipeline of the caller's, as <see cref="UseModelResilience"/> does a model.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseEmbeddingResilience(ResiliencePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _embeddingCalls = pipeline;
        return this;
    }

    /// <summary>Asks another service with the same embedding model when the first one fails.</summary>
    /// <param name="embeddings">
    /// The other generator. Before it is first used, it must make the vector of a stored text that is known of it (a cosine of at least
    /// 0.99), else it is a <see cref="MemoryConfigurationException"/>: vectors of two models are never mixed. It is not asked before
    /// something is stored. It stays the caller's to dispose.
    /// </param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseFallbackEmbeddings(IEmbeddingGenerator<string, Embedding<float>> embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        _fallbackEmbeddings = embeddings;
        return this;
    }

    /// <summary>Finds memories by a generator's embeddings. Without one, by <see cref="LexicalEmbeddingGenerator"/>.</summary>
    /// <param name="embeddings">Any embedding generator. It stays the caller's to dispose.</param>
    /// <param name="model">
    /// The model's id, which the memory file records; null for what the generator's metadata says or, without that, its type.
    /// </param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseEmbeddings(IEmbeddingGenerator<string, Embedding<float>> embeddings, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        _embeddings = embeddings;
        _embeddingModel = model;
        return this;
    }

    /// <summary>
    /// Goes on with a memory file that another embedding model filled: it is read and written by that model until
    /// <see cref="Memory.ReembedAsync"/> has moved it to the one of <see cref="UseEmbeddings"/>. Without this, such a file is refused.
    /// </summary>
    /// <param name="embeddings">The generator that filled the file. Not called for any other file. It stays the caller's to dispose.</param>
    /// <param name="model">The model's id as the file records it, as for <see cref="UseEmbeddings"/>.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UsePreviousEmbeddings(IEmbeddingGenerator<string, Embedding<float>> embeddings, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        _previousEmbeddings = embeddings;
        _previousEmbeddingModel = model;
        return this;
    }

    /// <summary>Keeps the history in an SQLite file. Needs a native SQLite in the application: SQLitePCLRaw.bundle_e_sqlite3.</summary>
    /// <param name="path">The file's path, created when missing; its folder must exist.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="MemoryValidationException">The path is blank.</exception>
    public MemoryBuilder UseSqlite(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return string.IsNullOrWhiteSpace(path)
            ? throw new MemoryValidationException(nameof(path), "The path of the memory file is blank.", "Give a file path.")
            : Configure(options => options.DatabasePath = path);
    }

    /// <summary>Keeps the history elsewhere.</summary>
    /// <param name="history">A history store; the memory owns and disposes it.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseHistory(IHistoryStore history) => UseHistory(history, isOwned: true);

    /// <summary>Searches vectors elsewhere than in this process.</summary>
    /// <param name="store">A vector store; the memory owns and disposes it.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseVectorStore(IVectorStore store) => UseVectorStore(store, isOwned: true);

    /// <summary>Extracts facts by something else than the chat client or the rules.</summary>
    /// <param name="extractor">The extractor.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseFactExtractor(IFactExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        _extractor = extractor;
        return this;
    }

    /// <summary>Decides about facts by something else than the chat client or the rules.</summary>
    /// <param name="arbiter">The arbiter.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseArbiter(IMemoryArbiter arbiter)
    {
        ArgumentNullException.ThrowIfNull(arbiter);
        _arbiter = arbiter;
        return this;
    }

    /// <summary>Judges what a search found by something else than the chat client. Without either, nothing does.</summary>
    /// <param name="reranker">The reranker. It stays the caller's to dispose.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseReranker(IMemoryReranker reranker)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        _reranker = reranker;
        return this;
    }

    /// <summary>Finds what memories name by something else than the rules.</summary>
    /// <param name="extractor">The extractor. It stays the caller's to dispose.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseEntityExtractor(IEntityExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        _entities = extractor;
        return this;
    }

    /// <summary>Lets a hook see, and change, each text before a model, the embedder or the store does.</summary>
    /// <param name="redact">
    /// Given a text, returns what may be known of it: an account number replaced by a placeholder, say. It sees messages, earlier messages,
    /// texts that are written directly or imported, and queries; not metadata, tags, names and reasons. It may see a text more than once,
    /// also one that it returned, must be thread-safe, and should give the same for the same. What it throws is thrown by the call, and nothing is
    /// written. A message of which it leaves nothing is passed over; any other text of which it leaves nothing is a
    /// <see cref="MemoryValidationException"/>.
    /// </param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseRedaction(Func<string, CancellationToken, ValueTask<string>> redact)
    {
        ArgumentNullException.ThrowIfNull(redact);
        _redact = redact;
        return this;
    }

    /// <summary>Lets a hook see, and change, each text before a model, the embedder or the store does.</summary>
    /// <param name="redact">As for the other overload, where nothing has to be awaited.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseRedaction(Func<string, string> redact)
    {
        ArgumentNullException.ThrowIfNull(redact);
        return UseRedaction((text, _) => ValueTask.FromResult(redact(text)));
    }

    /// <summary>Takes the time from a clock of the caller's, for tests.</summary>
    /// <param name="time">The clock. Default <see cref="TimeProvider.System"/>.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseTimeProvider(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        return this;
    }

    /// <summary>Logs. Memory text appears at Trace only.</summary>
    /// <param name="loggers">The factory; the category is "Mem0Sharp".</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseLoggerFactory(ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        _loggers = loggers;
        return this;
    }

    /// <summary>Makes the meter by the host's factory, so that it is the host's to collect.</summary>
    /// <param name="meters">The factory.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseMeterFactory(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meters = meters;
        return this;
    }

    /// <summary>Changes the settings.</summary>
    /// <param name="configure">Called by <see cref="Build"/>, after those that were given before.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder Configure(Action<MemoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configurations.Add(configure);
        return this;
    }

    /// <summary>Makes the memory. Nothing is opened or called yet: the first call does that, or <see cref="Memory.OpenAsync"/>.</summary>
    /// <returns>The memory, to be disposed.</returns>
    /// <exception cref="MemoryConfigurationException">A setting is out of range; all that are, are named.</exception>
    public Memory Build() => new(Parts());

    /// <summary>Makes what a memory is made of. Whoever makes it disposes it.</summary>
    internal MemoryParts Parts()
    {
        MemoryOptions options = _newOptions();
        _configurations.ForEach(configure => configure(options));
        ValidateOptionsResult validated = new MemoryOptionsValidator().Validate(name: null, options);
        if (validated.Failed)
        {
            throw new MemoryConfigurationException(
                $"The settings are out of range: {validated.FailureMessage}", "Set the named options within their ranges.");
        }

        ILogger logger = _loggers.CreateLogger("Mem0Sharp");
        MemoryTelemetry telemetry = new(_meters, _time);
        Func<string, ModelAsker>? asking = Asking(options, logger);
        IHistoryStore history = _history ?? History(options);
        return new MemoryParts(
            options,
            history,
            _store ?? new InMemoryVectorStore(options.VectorStorage == VectorStorage.CodesOnly ? new VectorSource(new HistoryVectors(history).GetAsync) : null),
            new EmbeddingModel(
                Embeddings(options, _embeddings ?? new LexicalEmbeddingGenerator(), _fallbackEmbeddings, telemetry, logger),
                _embeddingModel,
                options.UnrelatedCosine),
            _previousEmbeddings is null
                ? null
                : new EmbeddingModel(Embeddings(options, _previousEmbeddings, fallback: null, telemetry, logger), _previousEmbeddingModel),
            _extractor ?? (asking is null ? new RuleFactExtractor() : new ModelFactExtractor(asking("extract"))),
            _arbiter ?? (asking is null ? new RuleMemoryArbiter() : new ModelMemoryArbiter(asking("arbitrate"))),
            asking is null || _extractor is not null || _arbiter is not null ? null : new ModelReconciler(asking("reconcile")),
            asking is null ? null : new RunSummarizer(asking("summarize")),
            asking is null ? null : new ImageDescriber(asking("describe")),
            _reranker ?? (asking is null ? null : new ModelReranker(asking(ModelReranker.Stage), telemetry)),
            _entities,
            new TextRedactor(_redact),
            _time,
            telemetry,
            logger)
        {
            OwnsHistory = _ownsHistory,
            OwnsStore = _ownsStore,
        };
    }

    /// <summary>Keeps the history in a store that the memory disposes or, in a container, does not.</summary>
    internal MemoryBuilder UseHistory(IHistoryStore history, bool isOwned)
    {
        ArgumentNullException.ThrowIfNull(history);
        _history = history;
        _ownsHistory = isOwned;
        return this;
    }

    /// <summary>Searches vectors in a store that the memory disposes or, in a container, does not.</summary>
    internal MemoryBuilder UseVectorStore(IVectorStore store, bool isOwned)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _ownsStore = isOwned;
        return this;
    }

    private static IHistoryStore History(MemoryOptions options) => options.DatabasePath is null
        ? new InMemoryHistoryStore()
        : new SqliteHistoryStore(new SqliteHistoryOptions
        {
            Path = options.DatabasePath,
            Durability = options.Durability,
            BusyTimeout = options.BusyTimeout,
            CheckOnOpen = options.CheckOnOpen,
        });

    /// <summary>Gets what asks a model for a stage; null without one. The stages share how its service is called, and so its breaker.</summary>
    private Func<string, ModelAsker>? Asking(MemoryOptions options, ILogger logger)
    {
        if (_chatClient is null)
        {
            return null;
        }

        ServiceCalls calls = Calls();
        ServiceCalls fallback = Calls();
        return stage => new ModelAsker(_chatClient, stage, calls, logger)
        {
            Fallback = _fallbackChatClient is null ? null : new ModelAsker(_fallbackChatClient, stage, fallback, logger),
        };

        ServiceCalls Calls() => new(
            _modelCalls ?? ServiceCalls.PipelineOf(options, "chat", options.ModelCallTimeout, _time, logger), ChatFailure.Translate);
    }

    private EmbeddingCalls Embeddings(
        MemoryOptions options,
        IEmbeddingGenerator<string, Embedding<float>> embeddings,
        IEmbeddingGenerator<string, Embedding<float>>? fallback,
        MemoryTelemetry telemetry,
        ILogger logger)
    {
        return Calls(embeddings, fallback is null ? null : Calls(fallback, null));

        EmbeddingCalls Calls(IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingCalls? fallback)
        {
            ResiliencePipeline pipeline =
                _embeddingCalls ?? ServiceCalls.PipelineOf(options, "embedding", options.EmbeddingTimeout, _time, logger);
            return new EmbeddingCalls(generator, new ServiceCalls(pipeline, EmbeddingCalls.Translate), telemetry, logger) { Fallback = fallback };
        }
    }
}
