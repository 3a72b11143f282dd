namespace Mem0Sharp;

/// <summary>The history: the append-only log in which a change has happened once it is committed.</summary>
/// <remarks>
/// Shipped over SQLite and in managed memory; other packages bring others. Thread-safe. The newest version of each memory and the
/// embeddings, by text, are committed in the same transaction as the row. A read sees every commit that completed before it, also
/// another process's. Every member may throw <see cref="MemoryStoreException"/> or <see cref="MemoryAccessDeniedException"/>.
/// </remarks>
public interface IHistoryStore : IAsyncDisposable
{
    /// <summary>Opens the history, creating what is missing. Called before anything else; calling it again is harmless.</summary>
    /// <param name="cancellationToken">Ends the work; it can be opened again.</param>
    /// <returns>Its state.</returns>
    /// <exception cref="MemoryConfigurationException">It is of a newer version, or something else, or a library is missing.</exception>
    Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the end of the history. Cheap enough to be asked before every read.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The position of the last committed change, whoever made it.</returns>
    Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until the end of the history may be another than one that is known: for whoever follows what happens.</summary>
    /// <param name="known">The end, as it was last seen.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>
    /// A task that ends at once where the end is another, and else soon after whatever moves it, in this process or another: a commit, an erase,
    /// embeddings that come later, a reset. How soon another process's is seen is the store's: where none is told, it looks several times a second.
    /// The task may end when nothing has happened: whoever waits asks for the position, and waits again.
    /// </returns>
    Task WaitForCommitAsync(HistoryPosition known, CancellationToken cancellationToken = default);

    /// <summary>Runs writes in one transaction, each decided and failing by itself; those of a unit are appended all or not at all.</summary>
    /// <param name="writes">The writes, in order.</param>
    /// <param name="cancellationToken">Ends the work before the transaction begins; not after.</param>
    /// <returns>What became of each. When this returns, the changes are durable and seen by every read.</returns>
    /// <exception cref="MemoryStoreException">The transaction failed: nothing of it has happened.</exception>
    Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default);

    /// <summary>Gets the newest versions of memories.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many as ids, in their order; null where an id was never used. Deleted memories are there, marked.</returns>
    Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default);

    /// <summary>Lists the memories of a scope that are not deleted, newest first by when they were added.</summary>
    /// <param name="query">Scope and page.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>0 to the limit's number of memories; fewer than the limit at the end.</returns>
    Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default);

    /// <summary>Counts the memories of a scope that are not deleted.</summary>
    /// <param name="scope">The scope, or null for all.</param>
    /// <param name="activeAt">The instant at which expired memories are left out, or null to count them too.</param>
    /// <param name="filter">What a memory must match, or null for anything.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>0 or more.</returns>
    Task<long> CountAsync(
        MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the rows of memories, oldest first.</summary>
    /// <param name="memoryIds">The memories.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The rows by sequence; none for an id that was never used.</returns>
    IAsyncEnumerable<HistoryEntry> ReadAsync(IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default);

    /// <summary>Reads the rows of all memories after a position, oldest first.</summary>
    /// <param name="afterSequence">The last sequence that is known; 0 for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The rows by sequence.</returns>
    IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default);

    /// <summary>Reads the newest version of every memory that changed after a position: the tail that a projection is behind.</summary>
    /// <param name="afterSequence">The last sequence that has been applied; 0 for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The memories by sequence, deleted ones included.</returns>
    IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default);

    /// <summary>Reads what was ever found in a scope, deleted memories included, newest-added first.</summary>
    /// <param name="scope">The scope, or null for every memory of the store.</param>
    /// <param name="throughSequence">The last sequence to read.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>For each memory its rows up to that sequence, oldest first; none for one that was added later.</returns>
    IAsyncEnumerable<IReadOnlyList<HistoryEntry>> ReadScopeAsync(
        MemoryScope? scope, long throughSequence, CancellationToken cancellationToken = default);

    /// <summary>Gets the last change that was recorded at an instant or before: what was known then is every change up to it.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A sequence, or 0 when nothing was recorded by then.</returns>
    Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Gets a call that happens once, when it has happened.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The call, or null.</returns>
    Task<RecordedCall?> GetCallAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Reads the calls that have happened and are not forgotten.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The calls by key, ordinally.</returns>
    IAsyncEnumerable<KnownCall> ReadCallsAsync(CancellationToken cancellationToken = default);

    /// <summary>Notes calls that have happened, in another store perhaps, each in the place of one with the same key.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>A task that ends when all of them are noted, in one transaction.</returns>
    Task AddCallsAsync(IReadOnlyList<KnownCall> calls, CancellationToken cancellationToken = default);

    /// <summary>Gets when values were rejected.</summary>
    /// <param name="values">The values.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many as values, in their order; null where a value was not rejected, or is no longer.</returns>
    Task<IReadOnlyList<DateTimeOffset?>> GetRejectionsAsync(
        IReadOnlyList<RejectedValue> values, CancellationToken cancellationToken = default);

    /// <summary>Takes a rejection back.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>Whether it was rejected.</returns>
    Task<bool> LiftRejectionAsync(RejectedValue value, CancellationToken cancellationToken = default);

    /// <summary>Reads all that is rejected.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The rejections by scope and value, ordinally.</returns>
    IAsyncEnumerable<Rejection> ReadRejectionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Notes rejections, of another store perhaps. Of one that is known, the later instant stays.</summary>
    /// <param name="rejections">The rejections.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>A task that ends when all of them are noted, in one transaction.</returns>
    Task AddRejectionsAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken = default);

    /// <summary>Keeps a call, behind those that are kept already.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>The call or, where one with the same key and request is kept, that one: then nothing is done. Durable when this returns.</returns>
    /// <exception cref="IdempotencyKeyException">One with the same key asks for something else.</exception>
    Task<QueuedCall> EnqueueAsync(QueuedCall call, CancellationToken cancellationToken = default);

    /// <summary>Reads what is kept, oldest first, those that are set aside too.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The calls.</returns>
    IAsyncEnumerable<QueuedCall> ReadQueueAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a call that is kept, also one that is set aside.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The call; null where there is none of this id.</returns>
    Task<QueuedCall?> FindQueuedAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Tells whether calls of somebody are kept that are to be done: those set aside apart.</summary>
    /// <param name="owner">Whose (<see cref="QueuedCall.Owner"/>).</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether there are any.</returns>
    Task<bool> IsQueuedAsync(string owner, CancellationToken cancellationToken = default);

    /// <summary>Notes how an attempt at a call ended: attempts, error, and whether it is set aside.</summary>
    /// <param name="call">The call as it is to be; of no other part is a change kept.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>Whether it is in the queue still.</returns>
    Task<bool> NoteAttemptAsync(QueuedCall call, CancellationToken cancellationToken = default);

    /// <summary>Takes a call out of the queue.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>Whether it was there.</returns>
    Task<bool> DequeueAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes memories with their whole history: rows, newest versions, vectors that no other memory needs, outcomes of calls, and what
    /// is queued of them (<see cref="QueuedCall.WithoutActor"/>, <see cref="QueuedCall.WithoutMemories"/>; of a scope, every call of it).
    /// Links to them go out of every version of other memories, whose hashes are made anew; one that had such a link in its newest version
    /// gets a further version (<see cref="MemoryEvent.Link"/>), unless it is deleted.
    /// </summary>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>What was erased. When this returns, its bytes are gone.</returns>
    /// <exception cref="MemoryStoreException">It failed; when <see cref="MemoryStoreException.IsCommitted"/>, only taking out the bytes did.</exception>
    Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gets what was erased after a position.</summary>
    /// <param name="afterSequence">The last sequence that is known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The erased memories, oldest first.</returns>
    Task<IReadOnlyList<ErasedMemory>> GetErasuresAsync(long afterSequence, CancellationToken cancellationToken = default);

    /// <summary>Gets the embeddings of texts that the history knows.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many as texts, in their order; null where a text was never embedded.</returns>
    Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <summary>Gets texts that were stored without their embedding (an empty <see cref="StoredEmbedding.Vector"/>) and have none yet.</summary>
    /// <param name="limit">The most texts to return.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The texts, each once. Those of earlier versions and deleted memories are among them.</returns>
    Task<IReadOnlyList<string>> GetUnembeddedAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Adds the embeddings of texts that have none yet; others are passed over. The sequence grows by one where any was added.</summary>
    /// <param name="embeddings">The embeddings, by text.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>How many were added.</returns>
    /// <exception cref="EmbeddingSpaceException">One is of another space than the history's. Nothing was added.</exception>
    Task<int> AddEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, CancellationToken cancellationToken = default);

    /// <summary>Reads the memories whose text got its embedding after a position, later than the text.</summary>
    /// <param name="afterSequence">The last sequence that has been applied.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Their newest versions with their vectors, deleted ones apart.</returns>
    IAsyncEnumerable<HistoryChange> ReadEmbeddedLaterAsync(long afterSequence, CancellationToken cancellationToken = default);

    /// <summary>Gets how far the history is on its way to another embedding model.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What is staged.</returns>
    Task<StagedEmbeddings> GetStagedEmbeddingsAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the texts that have no staged embedding of a space, those of earlier versions and deleted memories too.</summary>
    /// <param name="space">The space; of another than what is staged, or null, every text is read.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The texts, oldest first; one may come more than once. What is staged meanwhile may be left out.</returns>
    IAsyncEnumerable<string> ReadUnstagedTextsAsync(EmbeddingSpace? space, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps embeddings of another space beside those that count, until <see cref="ReplaceEmbeddingsAsync"/>. A text that is staged already, or
    /// no longer the history's, is passed over.
    /// </summary>
    /// <param name="embeddings">The embeddings by text, at least one, all of one space.</param>
    /// <param name="restarts">Whether what is staged of another space is dropped; else that is an error.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>How many were added. Durable when this returns.</returns>
    /// <exception cref="EmbeddingSpaceException">What is staged is of another space. Nothing was added.</exception>
    Task<int> StageEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts the staged embeddings in the place of all others, in one transaction. The space is theirs from then on, the rows stay as they are,
    /// and the epoch grows by one: vector stores begin anew.
    /// </summary>
    /// <param name="space">The space.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>False, and nothing is changed, where a text has no staged embedding of that space. True where there is no text.</returns>
    Task<bool> ReplaceEmbeddingsAsync(EmbeddingSpace space, CancellationToken cancellationToken = default);

    /// <summary>Looks for damage that only the store itself can see: of its file, and between its tables.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What is wrong, in words without text or user ids; empty when nothing is.</returns>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Copies everything that was committed before the call, and no half of a transaction, into one new file that opens as this history
    /// does. Others write meanwhile.
    /// </summary>
    /// <param name="path">The file to make. Appears complete and flushed to the disk, or not at all.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left of the copy.</param>
    /// <returns>A task that ends when the file is there.</returns>
    /// <exception cref="MemoryConfigurationException">The history has no file to copy: the error says what to do instead.</exception>
    /// <exception cref="MemoryValidationException">It is no path, its folder is missing, or something is there already, which stays as it is.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Removes everything: rows, newest versions, embeddings and the embedding space. The epoch grows by one.</summary>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>The state of the empty history.</returns>
    Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default);
}
