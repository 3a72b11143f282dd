namespace Mem0Sharp;

/// <summary>
/// The event ids of the log, one range to a part of the library, so that a host can filter by number. They never change meaning.
/// 100–199: asking a chat model, and calling services. 200–299: what a memory did. 300–399: agents.
/// </summary>
internal static class MemoryLogEvents
{
    /// <summary>Trace: the whole prompt. Private content.</summary>
    public const int ModelPrompt = 100;

    /// <summary>Trace: the whole reply. Private content.</summary>
    public const int ModelReply = 101;

    /// <summary>Debug: the client refused a JSON schema and is asked for plain JSON.</summary>
    public const int ModelSchemaRefused = 102;

    /// <summary>Warning: a reply could not be read and the model is asked once more.</summary>
    public const int ModelReplyUnreadable = 103;

    /// <summary>Debug: a question was answered, with what it cost.</summary>
    public const int ModelAnswered = 104;

    /// <summary>Warning: a question was given up, with what it cost.</summary>
    public const int ModelGaveUp = 105;

    /// <summary>Warning: a model or embedder failed, and the fallback is asked.</summary>
    public const int FallbackAsked = 106;

    /// <summary>Warning: a call to a model or embedder failed and is made again after a delay.</summary>
    public const int ServiceCalledAgain = 107;

    /// <summary>Warning: a model or embedder is not called for a while, since each call failed.</summary>
    public const int ServiceBroken = 108;

    /// <summary>Information: the history is open and the store is up to date.</summary>
    public const int Opened = 200;

    /// <summary>Debug: an add ended, with how many facts and changes.</summary>
    public const int Added = 201;

    /// <summary>Debug: a change is committed.</summary>
    public const int Changed = 202;

    /// <summary>Warning: a change is committed, and the store is behind until the next read.</summary>
    public const int ProjectionFailed = 203;

    /// <summary>Warning: what was decided about a fact is not allowed, or failed.</summary>
    public const int DecisionRefused = 204;

    /// <summary>Warning: everything was removed.</summary>
    public const int Reset = 205;

    /// <summary>Information: a memory was erased.</summary>
    public const int Erased = 206;

    /// <summary>Information: a call is kept, to be done later.</summary>
    public const int Queued = 207;

    /// <summary>Debug: a call that was kept is done.</summary>
    public const int QueuedDone = 208;

    /// <summary>Warning: a call that was kept failed, and is kept still.</summary>
    public const int QueuedFailed = 209;

    /// <summary>Warning: work in the background failed, and is tried again after a while.</summary>
    public const int BackgroundFailed = 210;

    /// <summary>Warning: texts are stored without their embeddings, since the embedder cannot be reached.</summary>
    public const int StoredUnembedded = 211;

    /// <summary>Information: the memory file was moved to another embedding model.</summary>
    public const int Reembedded = 212;

    /// <summary>Warning: results are in the order of the search, since reranking failed.</summary>
    public const int RerankingFailed = 213;

    /// <summary>An extractor of entities failed (warning).</summary>
    public const int EntitiesFailed = 214;

    /// <summary>Warning: a chat was asked without what is remembered, since recalling failed.</summary>
    public const int ChatWithoutMemories = 300;

    /// <summary>Warning: a turn of a chat is not remembered, since adding it failed.</summary>
    public const int ChatNotRemembered = 301;
}
