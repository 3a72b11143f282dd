using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>What a memory is made of, put together once, and taken apart in the opposite order.</summary>
internal sealed class MemoryParts : IAsyncDisposable
{
    private readonly CommitQueue _queue;
    private readonly IVectorStore _store;
    private readonly CancellationTokenSource _closing = new();

    public MemoryParts(
        MemoryOptions options,
        IHistoryStore history,
        IVectorStore store,
        EmbeddingModel embeddings,
        EmbeddingModel? previousEmbeddings,
        IFactExtractor extractor,
        IMemoryArbiter arbiter,
        ModelReconciler? reconciler,
        RunSummarizer? summarizer,
        ImageDescriber? describer,
        IMemoryReranker? reranker,
        IEntityExtractor? entities,
        TextRedactor redactor,
        TimeProvider time,
        MemoryTelemetry telemetry,
        ILogger logger)
    {
        _store = store;
        Closing = _closing.Token;
        Settings = options;
        History = history;
        Redactor = redactor;
        Time = time;
        Telemetry = telemetry;
        Logger = logger;
        Embedder = new TextEmbedder(embeddings, previousEmbeddings, history, options, telemetry, logger);
        Projection = new Projection(history, store, Embedder, time, logger);
        Searcher = new MemorySearcher(Embedder, Projection, store, history, options, time);
        Follower = new HistoryFollower(history, Projection, options, time, logger);
        Late = new LateEmbeddings(history, Embedder, Projection, options, time, logger);
        Reembedding = new Reembedding(history, embeddings, Projection, options.EmbeddingBatchSize, logger);
        View = new HistoryView(history, time);
        Reranking = reranker is null ? null : new RerankStage(reranker, logger);
        Past = new PastSearcher(Embedder, View, history);
        Search = new RankedSearch(Searcher, Past, Projection, Reranking, history);
        _queue = new CommitQueue(history, Projection, telemetry);
        Calls = new CallOnce(history, options, time);
        Writer = new MemoryWriter(history, Embedder, new EntityStage(entities, logger), Late, Projection, _queue, Calls, redactor, time, telemetry, logger);
        FactStage finding = new(extractor, redactor, history, options, telemetry);
        RecallStage recall = new(Searcher, options);
        SingleCallStage? singleCall = reconciler is null ? null : new SingleCallStage(reconciler, finding, recall, options, telemetry);
        Adding = new AddPipeline(finding, recall, arbiter, singleCall, summarizer, describer, redactor, Writer, Calls, history, options, time, telemetry, logger);
    }

    public MemoryOptions Settings { get; }

    public IHistoryStore History { get; }

    public TextEmbedder Embedder { get; }

    public Projection Projection { get; }

    public HistoryFollower Follower { get; }

    public LateEmbeddings Late { get; }

    public Reembedding Reembedding { get; }

    public MemorySearcher Searcher { get; }

    public HistoryView View { get; }

    public PastSearcher Past { get; }

    /// <summary>Gets what puts results into a better order, or null where there is neither a reranker nor a model.</summary>
    public RerankStage? Reranking { get; }

    public RankedSearch Search { get; }

    public MemoryWriter Writer { get; }

    public CallOnce Calls { get; }

    public AddPipeline Adding { get; }

    public TextRedactor Redactor { get; }

    public TimeProvider Time { get; }

    public MemoryTelemetry Telemetry { get; }

    public ILogger Logger { get; }

    /// <summary>Gets a value indicating whether the history ends with the memory. Default true; a container's does not.</summary>
    public bool OwnsHistory { get; init; } = true;

    /// <summary>Gets a value indicating whether the vector store ends with the memory. Default true; a container's does not.</summary>
    public bool OwnsStore { get; init; } = true;

    /// <summary>Gets what is cancelled when the memory is disposed: nobody waits any longer for what happens.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Ends what the memory made or was given to own: queue, projection, store and history. Chat client and embedder are the caller's.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Follower.DisposeAsync().ConfigureAwait(false);
        await _queue.CloseAsync().ConfigureAwait(false);
        await Projection.CloseAsync().ConfigureAwait(false);
        if (OwnsStore)
        {
            await _store.DisposeAsync().ConfigureAwait(false);
        }

        if (OwnsHistory)
        {
            await History.DisposeAsync().ConfigureAwait(false);
        }

        Telemetry.Dispose();
        _closing.Dispose();
    }
}
