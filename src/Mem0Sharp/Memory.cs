using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Long-term memory: conversations go in, facts come out, are kept up to date, and are found again.</summary>
/// <remarks>
/// Made by <see cref="MemoryBuilder"/> or by <c>services.AddMem0Sharp()</c>. Thread-safe; one instance serves a whole process, and
/// several processes may share a file. Opened by the first call. Every call throws <see cref="MemoryException"/>s: see
/// <see cref="MemoryErrorCodes"/> for all kinds; what is not allowed is refused before anything is embedded, asked of a model, or
/// written. After a call that changes something has returned, every search and read sees the change.
/// </remarks>
public sealed partial class Memory : IAsyncDisposable, IDisposable
{
    private readonly MemoryParts _parts;

    // Of a handle: the memory that it is one of, and what it may touch. Of the memory itself: null.
    private readonly Memory? _owner;
    private readonly MemoryScope? _within;
    private readonly CallQueue _queue;
    private int _disposed;

    internal Memory(MemoryParts parts)
    {
        _parts = parts;
        _queue = new CallQueue(parts, UpdateQueuedAsync);
    }

    private Memory(Memory owner, MemoryScope within) => (_parts, _queue, _owner, _within) = (owner._parts, owner._queue, owner, within);

    /// <summary>
    /// Gets the embedding model's id, which the memory file records. Until <see cref="ReembedAsync"/> has moved a file that a former model
    /// filled, that one's, once the file is open.
    /// </summary>
    public string EmbeddingModel => _parts.Embedder.Model;

    /// <summary>Gets where it logs.</summary>
    internal ILogger Logger => _parts.Logger;

    /// <summary>
    /// Gets a handle that cannot read or write outside a scope: to hand to code that serves one user. To it, a memory that is not found
    /// in the scope does not exist; what it adds is the scope's.
    /// </summary>
    /// <param name="scope">The scope.</param>
    /// <returns>The handle. It costs nothing, and ends with this memory.</returns>
    public ScopedMemory For(MemoryScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new ScopedMemory(new Memory(this, scope), scope);
    }

    /// <summary>Opens the file and brings the store up to date. Optional: the first call of any other kind does it.</summary>
    /// <param name="cancellationToken">Ends the work; it can be called again.</param>
    /// <returns>A task that ends when reads and writes can begin.</returns>
    /// <exception cref="MemoryConfigurationException">The native SQLite library is missing, or the file is none of ours.</exception>
    /// <exception cref="EmbeddingSpaceException">The file was filled by another embedding model.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.OpenStore, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            long count = await _parts.History.CountAsync(scope: null, activeAt: null, cancellationToken: cancellationToken).ConfigureAwait(false);
            HistoryPosition position = await _parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false);
            MemoryLog.Opened(_parts.Logger, count, position.Sequence, EmbeddingModel);
            return count;
        });

    /// <summary>Remembers what is worth keeping of a conversation.</summary>
    /// <param name="messages">
    /// The messages, oldest first, 1 to <see cref="MemoryLimits.Messages"/>. System messages and messages without text are passed
    /// over. Where a message has a <c>MessageId</c>, the memories made of it say so; its <c>AuthorName</c> becomes their actor.
    /// </param>
    /// <param name="scope">Whose memories they become. Known ones are looked for in all that the same user (or agent, or run) has.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>Per fact, what it was compared with, what was decided and what changed.</returns>
    /// <exception cref="MemoryValidationException">No message has text, or an option is out of range.</exception>
    /// <exception cref="ModelResponseException">A model's reply could not be read. Nothing was written.</exception>
    /// <exception cref="MemoryNetworkException">A model or the embedder could not be reached. Nothing was written.</exception>
    public Task<MemoryAddResult> AddAsync(
        IEnumerable<ChatMessage> messages, MemoryScope scope, MemoryAddOptions? options = null, CancellationToken cancellationToken = default) =>
        AddAsync(ConversationOf(messages, options), scope, options, cancellationToken);

    /// <summary>Remembers what is worth keeping of a text, as if the user had said it.</summary>
    /// <param name="text">1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</param>
    /// <param name="scope">Whose memories they become.</param>
    /// <param name="options">Settings, or null for the defaults. In mode <see cref="MemoryAddMode.Verbatim"/> the text is stored as it is.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>Per fact, what it was compared with, what was decided and what changed.</returns>
    /// <exception cref="MemoryValidationException">The text is blank or too long, or an option is out of range.</exception>
    /// <exception cref="ModelResponseException">A model's reply could not be read. Nothing was written.</exception>
    /// <exception cref="MemoryNetworkException">A model or the embedder could not be reached. Nothing was written.</exception>
    public Task<MemoryAddResult> AddAsync(
        string text, MemoryScope scope, MemoryAddOptions? options = null, CancellationToken cancellationToken = default) =>
        AddAsync(Conversation.Of(text), scope, options, cancellationToken);

    /// <summary>Finds the memories that answer a question, best first; of those that nearly tie and differ in a value, the newest first.</summary>
    /// <param name="query">The question or words, 1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</param>
    /// <param name="scope">Only memories found in this scope are searched.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work; nothing is changed.</param>
    /// <returns>0 to <see cref="MemorySearchOptions.Top"/> memories. Empty means that nothing was found.</returns>
    /// <exception cref="MemoryValidationException">The query is blank, or an option is out of range.</exception>
    /// <exception cref="MemoryNetworkException">The embedder could not be reached, and <see cref="MemoryOptions.EmbedsLater"/> is not set.</exception>
    public Task<MemorySearchResults> SearchAsync(
        string query, MemoryScope scope, MemorySearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate.Text(query, nameof(query));
        Func<Task<IReadOnlyList<MemorySearchResults>>> search = Searching([query], scope, options, cancellationToken);
        return RunAsync(MemoryTelemetryNames.SearchMemory, null, async () => (await search().ConfigureAwait(false))[0]);
    }

    /// <summary>Finds the memories that answer each of several questions: one embedding call for all of them.</summary>
    /// <param name="queries">The questions, 1 to <see cref="MemoryLimits.BatchSize"/>, each as for <see cref="SearchAsync"/>.</param>
    /// <param name="scope">Only memories found in this scope are searched.</param>
    /// <param name="options">Settings of each search, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work; nothing is changed.</param>
    /// <returns>One result for each question, in their order: what <see cref="SearchAsync"/> finds for it.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, one is blank, or an option is out of range. Nothing was embedded.</exception>
    /// <exception cref="MemoryNetworkException">The embedder could not be reached, and <see cref="MemoryOptions.EmbedsLater"/> is not set.</exception>
    /// <remarks>A look back (<see cref="MemorySearchOptions.AsOf"/>) embeds each by itself; a reranker is asked once for each.</remarks>
    public Task<IReadOnlyList<MemorySearchResults>> SearchManyAsync(
        IEnumerable<string> queries, MemoryScope scope, MemorySearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        string[] all = [.. queries.Take(MemoryLimits.BatchSize + 1)];
        Validate.Questions(all, nameof(queries));
        return RunAsync(MemoryTelemetryNames.SearchMemory, null, Searching(all, scope, options, cancellationToken));
    }

    /// <summary>Refuses further calls, waits for writes that were accepted, and closes the file.</summary>
    /// <returns>A task that ends when everything is closed. Calling it again does nothing.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _queue.DisposeAsync().ConfigureAwait(false);
            await _parts.Late.DisposeAsync().ConfigureAwait(false);
            await _parts.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does, and blocks until it is done: some containers dispose synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Checks what is asked for, and gives what finds it.</summary>
    private Func<Task<IReadOnlyList<MemorySearchResults>>> Searching(
        string[] queries, MemoryScope scope, MemorySearchOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        MemorySearchOptions settings = (options ?? new MemorySearchOptions()).Validated();
        return async () =>
        {
            string[] asked = new string[queries.Length];
            for (int i = 0; i < asked.Length; i++)
            {
                asked[i] = await _parts.Redactor.RedactAsync(queries[i], "query", cancellationToken).ConfigureAwait(false);
            }

            SearchOutcome[] outcomes = await _parts.Search.SearchAsync(asked, scope, settings, cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count(outcomes.Sum(outcome => outcome.Hits.Count));
            return [.. outcomes.Select(outcome => MemorySearchResults.Of(outcome))];
        };
    }

    private Conversation ConversationOf(IEnumerable<ChatMessage> messages, MemoryAddOptions? options) => Conversation.Of(
        (options?.Mode ?? _parts.Settings.AddMode) == MemoryAddMode.Procedural ? RunTranscript.Of(messages) : messages,
        Validate.Images(options?.Images ?? _parts.Settings.Images, nameof(options)));

    /// <remarks><c>keyOf</c> makes the call's key of what may be known of the conversation; null for the key that the options give.</remarks>
    private Task<MemoryAddResult> AddAsync(
        Conversation conversation,
        MemoryScope scope,
        MemoryAddOptions? options,
        CancellationToken cancellationToken,
        Func<Conversation, string>? keyOf = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        options ??= new MemoryAddOptions();
        MemoryAddMode mode = Validate.Mode(options.Mode ?? _parts.Settings.AddMode, nameof(options));
        Validate.Images(options.Images ?? _parts.Settings.Images, nameof(options));
        Validate.QueueMode(options.Queue ?? _parts.Settings.Queue, nameof(options));
        Validate.ValidityInterval(options.ValidFrom, options.ValidTo, nameof(options));
        options.Note(nameof(options));
        if (conversation.HasImages)
        {
            _parts.Adding.RequireDescriber();
        }

        if (mode == MemoryAddMode.Procedural)
        {
            _parts.Adding.RequireProcedural(scope, nameof(scope));
        }

        string operation = mode is MemoryAddMode.Verbatim or MemoryAddMode.Procedural ? MemoryTelemetryNames.CreateMemory : MemoryTelemetryNames.UpsertMemory;
        return RunAsync(operation, null, async () =>
        {
            if (_parts.Redactor.IsSet)
            {
                (conversation, options) = await RedactAsync(conversation, options, cancellationToken).ConfigureAwait(false);
            }

            options = keyOf is null ? options : options.WithIdempotencyKey(keyOf(conversation));

            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return await _queue.AddAsync(new QueuedAdd(conversation, scope, _within, mode, options), cancellationToken).ConfigureAwait(false);
        });
    }

    private async Task<(Conversation Conversation, MemoryAddOptions Options)> RedactAsync(
        Conversation conversation, MemoryAddOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> earlier = await _parts.Redactor.RedactAsync(
            Conversation.Earlier(options.Context, nameof(options.Context)), nameof(options.Context), cancellationToken).ConfigureAwait(false);
        return (
            await conversation.RedactedAsync(_parts.Redactor, cancellationToken).ConfigureAwait(false),
            options.WithContext(earlier));
    }

    private static IReadOnlyList<string> Batch(IEnumerable<string> ids, string parameter)
    {
        ArgumentNullException.ThrowIfNull(ids, parameter);
        string[] all = [.. ids.Take(MemoryLimits.BatchSize + 1)];
        Validate.Batch(all, parameter);
        return all;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref (_owner ?? this)._disposed) != 0, typeof(Memory));

    private Task<T> RunAsync<T>(string operation, string? recordId, Func<Task<T>> work)
    {
        ThrowIfDisposed();
        _queue.Start();
        _parts.Late.Start();
        _parts.Follower.Start();
        return _parts.Telemetry.RunAsync(operation, recordId, work);
    }
}
