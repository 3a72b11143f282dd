using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Mem0Sharp;

/// <summary>Puts a <see cref="Memory"/> together. Nothing has to be set: then it needs no key, no file and no native library.</summary>
/// <remarks>Not thread-safe. Each <see cref="Build"/> makes a memory of its own; what was given to it may be given to one only.</remarks>
public sealed class MemoryBuilder
{
    private readonly List<Action<MemoryOptions>> _configurations = [];
    private readonly Func<MemoryOptions> _newOptions;
    private IChatClient? _chatClient;
    private IEmbeddingGenerator<string, Embedding<float>>? _embeddings;
    private string? _embeddingModel;
    private IVectorStore? _store;
    private bool _ownsStore = true;
    private IHistoryStore? _history;
    private bool _ownsHistory = true;
    private IFactExtractor? _extractor;
    private IMemoryArbiter? _arbiter;
    private TimeProvider _time = TimeProvider.System;
    private ILoggerFactory _loggers = NullLoggerFactory.Instance;
    private IMeterFactory? _meters;

    /// <summary>Initializes a builder with nothing set.</summary>
    public MemoryBuilder()
        : this(() => new MemoryOptions())
    {
    }

    internal MemoryBuilder(Func<MemoryOptions> newOptions) => _newOptions = newOptions;

    /// <summary>Extracts facts and decides about them by a model. Without one, both are done by rules.</summary>
    /// <param name="chatClient">Any chat client. It stays the caller's to dispose.</param>
    /// <returns>This builder.</returns>
    public MemoryBuilder UseChatClient(IChatClient chatClient)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        _chatClient = chatClient;
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
    public Memory Build()
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
        return new Memory(new MemoryParts(
            options,
            _history ?? History(options),
            _store ?? new InMemoryVectorStore(),
            _embeddings ?? new LexicalEmbeddingGenerator(),
            _embeddingModel,
            _extractor ?? Extractor(options, logger),
            _arbiter ?? Arbiter(options, logger),
            _time,
            telemetry,
            logger)
        {
            OwnsHistory = _ownsHistory,
            OwnsStore = _ownsStore,
        });
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

    private IFactExtractor Extractor(MemoryOptions options, ILogger logger) => _chatClient is null
        ? new RuleFactExtractor()
        : new ModelFactExtractor(_chatClient, options.ModelCallTimeout, _time, logger);

    private IMemoryArbiter Arbiter(MemoryOptions options, ILogger logger) => _chatClient is null
        ? new RuleMemoryArbiter()
        : new ModelMemoryArbiter(_chatClient, options.ModelCallTimeout, _time, logger);
}
