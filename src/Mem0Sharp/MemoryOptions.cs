using System.ComponentModel.DataAnnotations;

namespace Mem0Sharp;

/// <summary>Settings of a <see cref="Memory"/>, read once when it is built.</summary>
/// <remarks>Not thread-safe while it is being set.</remarks>
public sealed class MemoryOptions
{
    /// <summary>
    /// The key under which an embedding generator says what <see cref="UnrelatedCosine"/> is: <c>GetService(typeof(double), "mem0sharp.unrelated_cosine")</c>,
    /// a <see cref="double"/> from 0 to below 1, or null where it knows none. One around another passes on what that says.
    /// </summary>
    public const string UnrelatedCosineKey = "mem0sharp.unrelated_cosine";

    /// <summary>Gets or sets the path of the memory file. Without one, memories live as long as the process.</summary>
    /// <value>A file path whose folder exists. Default null.</value>
    public string? DatabasePath { get; set; }

    /// <summary>Gets or sets what an acknowledged write survives.</summary>
    /// <value>Default <see cref="HistoryDurability.Full"/>: the loss of power.</value>
    [EnumDataType(typeof(HistoryDurability))]
    public HistoryDurability Durability { get; set; }

    /// <summary>Gets or sets how long to wait for another process that is writing to the memory file.</summary>
    /// <value>0 to 10 minutes. Default 5 seconds.</value>
    [TimeSpanRange(0, 600)]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets a value indicating whether the whole memory file is checked before it is first used.</summary>
    /// <value>Default false. See <see cref="SqliteHistoryOptions.CheckOnOpen"/>.</value>
    public bool CheckOnOpen { get; set; }

    /// <summary>Gets or sets what is kept of each vector in the memory of the process.</summary>
    /// <value>
    /// Default <see cref="VectorStorage.Full"/>. <see cref="VectorStorage.CodesOnly"/> takes a quarter of the memory or less, and a read of the
    /// history for each search by vector. It says nothing of a store that the memory was given (<see cref="MemoryBuilder.UseVectorStore(IVectorStore)"/>).
    /// </value>
    [EnumDataType(typeof(VectorStorage))]
    public VectorStorage VectorStorage { get; set; }

    /// <summary>Gets or sets how long one model call may take before it counts as failed.</summary>
    /// <value>Wall-clock time, 1 second to 10 minutes. Default 30 seconds.</value>
    [TimeSpanRange(1, 600)]
    public TimeSpan ModelCallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long one call of the embedding generator may take before it counts as failed.</summary>
    /// <value>Wall-clock time, 1 second to 10 minutes. Default 30 seconds.</value>
    [TimeSpanRange(1, 600)]
    public TimeSpan EmbeddingTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often a call to a model or embedder that failed is made again.</summary>
    /// <value>
    /// 0 to 10. Default 2: after about 1 and 2 seconds, doubling, with jitter. Only where the service was at fault (no connection, no
    /// answer in time, HTTP 408, 409, 425, 429 and 5xx), and never what the provider's SDK has repeated already: an exception of
    /// System.ClientModel (OpenAI), Azure, Anthropic, AWS or Google, or of a Polly pipeline of the host's. Give 0 where an HTTP handler repeats.
    /// </value>
    [Range(0, 10)]
    public int ServiceRetries { get; set; } = 2;

    /// <summary>Gets or sets for how long a model or embedder is not called after five calls or more within 30 seconds have all failed.</summary>
    /// <value>0 (never) to 10 minutes; at least half a second. Default 15 seconds. Such a call fails at once, and is transient.</value>
    [TimeSpanRange(0, 600)]
    public TimeSpan ServiceBreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets a value indicating whether a text is stored, found by its words and embedded later while the embedder cannot be reached.</summary>
    /// <value>
    /// Default false: then such a call fails, or is kept (<see cref="Queue"/>). Not before the first embedding of all is stored. The memory embeds
    /// what is missing by itself (unless <see cref="ProcessesQueue"/> says otherwise), or <see cref="Memory.EmbedMissingAsync"/> does.
    /// </value>
    public bool EmbedsLater { get; set; }

    /// <summary>Gets or sets the most texts sent to the embedding generator in one call.</summary>
    /// <value>1 to 10,000. Default 2,048, what the common services accept.</value>
    [Range(1, 10_000)]
    public int EmbeddingBatchSize { get; set; } = 2_048;

    /// <summary>Gets or sets how much memory the cache of embeddings may take, beside those in the memory file.</summary>
    /// <value>Bytes of vectors and texts, 0 (no cache) to 4 GiB. Default 64 MiB.</value>
    [Range(0L, 4L * 1024 * 1024 * 1024)]
    public long EmbeddingCacheBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Gets or sets the cosine that texts have with the embedder which have nothing to do with each other: in the score of a hybrid search, what is at or
    /// below it counts for nothing, and what is above it counts (cosine - it) / (1 - it). So a score means much the same with each embedder.
    /// </summary>
    /// <value>
    /// 0 to below 1. Default null: what the generator says (<see cref="UnrelatedCosineKey"/>), as those shipped with this library do, else 0.
    /// <see cref="Memory.MeasureCosinesAsync"/> measures it. It is of the embedder of <see cref="MemoryBuilder.UseEmbeddings"/>; of that of
    /// <see cref="MemoryBuilder.UsePreviousEmbeddings"/> counts what it says itself. A search by vectors alone keeps the cosines as they are.
    /// </value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? UnrelatedCosine { get; set; }

    /// <summary>Gets or sets how long a call with an idempotency key is remembered: a repetition later than that is a call of its own.</summary>
    /// <value>1 minute to 366 days. Default 7 days.</value>
    [TimeSpanRange(60, 366 * 86_400)]
    public TimeSpan IdempotencyRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets what an add does with a conversation when the call does not say.</summary>
    /// <value>Default <see cref="MemoryAddMode.Reconcile"/>.</value>
    [EnumDataType(typeof(MemoryAddMode))]
    public MemoryAddMode AddMode { get; set; }

    /// <summary>Gets or sets a value indicating whether a model is asked once, not twice, for the facts and what they mean for what is known.</summary>
    /// <value>
    /// Default false. True saves a model call where something is known, and its time. What is known is then looked up by the messages, before
    /// there are facts: a known memory that no message is near to is not compared, so that a fact may be added beside it (never in the same
    /// words). Good where messages are short and say what they mean, as in a chat; not where one is long, or where what is meant stands
    /// in what was said before. In mode <see cref="MemoryAddMode.Reconcile"/> with a chat client only: it changes nothing in another mode, by rules,
    /// and with a fact extractor or an arbiter of the host's own.
    /// </value>
    public bool SingleModelCall { get; set; }

    /// <summary>Gets or sets what an add does with images when the call does not say.</summary>
    /// <value>Default <see cref="MemoryImageMode.Skip"/>.</value>
    [EnumDataType(typeof(MemoryImageMode))]
    public MemoryImageMode Images { get; set; }

    /// <summary>Gets or sets whether an add or a batch of updates may be kept and done later, when the call does not say.</summary>
    /// <value>Default <see cref="MemoryQueueMode.Never"/>.</value>
    [EnumDataType(typeof(MemoryQueueMode))]
    public MemoryQueueMode Queue { get; set; }

    /// <summary>Gets or sets a value indicating whether the memory does the calls that are kept, and makes the embeddings that are missing, by itself in the background.</summary>
    /// <value>
    /// Default true: as soon as one is kept and, where <see cref="Queue"/> allows any, from the first use on; again after
    /// <see cref="ServiceBreakDuration"/>, doubling up to 5 minutes, while a service cannot be reached. When false, <see cref="Memory.ProcessQueueAsync"/> does
    /// them: of several processes on one file, let one do it.
    /// </value>
    public bool ProcessesQueue { get; set; } = true;

    /// <summary>Gets or sets what a model is told about extracting facts, beside the library's own instructions.</summary>
    /// <value>Up to 10,000 characters, in the host's own words: never what a user wrote. Default null: nothing.</value>
    [StringLength(MemoryLimits.InstructionsLength)]
    public string? ExtractionInstructions { get; set; }

    /// <summary>Gets or sets what a model is told about deciding between known memories and new facts, beside the library's own instructions.</summary>
    /// <value>Up to 10,000 characters, in the host's own words: never what a user wrote. Default null: nothing.</value>
    [StringLength(MemoryLimits.InstructionsLength)]
    public string? ArbitrationInstructions { get; set; }

    /// <summary>
    /// Gets or sets how many known memories are looked up for each new fact by their vectors. Half as many further ones (rounded up) may
    /// join them that share its words.
    /// </summary>
    /// <value>1 to 50. Default 5, so 8 at most.</value>
    [Range(1, 50)]
    public int CandidatesPerFact { get; set; } = 5;
}
