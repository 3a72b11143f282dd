using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What is to be done to one memory. The add pipeline and the direct calls both speak in these.</summary>
internal abstract record MemoryWrite
{
    private MemoryWrite(string id) => Id = id;

    public string Id { get; }

    /// <summary>Gets who does it and why, for the history.</summary>
    public ChangeNote Note { get; init; }

    /// <summary>
    /// Gets a value indicating whether somebody does it on purpose, and no conversation brought it: then a text that it takes away is
    /// not to be learned again, and a text that it sets may be.
    /// </summary>
    public bool IsByHand { get; init; }

    /// <summary>Gets the scope in which the memory must be found for the write to see it; null for anywhere.</summary>
    public MemoryScope? Within { get; init; }

    /// <summary>Gets what must not have been rejected for the write to happen, or null.</summary>
    public RejectionGuard? Guard { get; init; }

    /// <summary>Gets the text that nobody must have stored meanwhile for the write to happen, or null.</summary>
    public KnownTextGuard? Unless { get; init; }

    /// <summary>Gets what it links to that must be there for the write to happen, or null.</summary>
    public LinkGuard? Links => this is Patch { TakesLinksOver: false, Change.Links.TargetIds: { Count: > 0 } targets }
        ? new LinkGuard(targets) { Within = Within }
        : null;

    /// <summary>Gets a value indicating whether the redaction has seen its text: once is enough.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>Gets why it cannot be made, whatever is stored, or null.</summary>
    public MemoryException? Error { get; init; }

    public sealed override string ToString() => $"{GetType().Name} {Id}";

    /// <summary>A new memory. Version and times are set when it is committed.</summary>
    public sealed record Add(MemoryItem Draft) : MemoryWrite(Draft.Id);

    /// <summary>A change to a known one.</summary>
    public sealed record Patch(string MemoryId, MemoryPatch Change) : MemoryWrite(MemoryId)
    {
        public int? ExpectedVersion { get; init; }

        /// <summary>Gets what happens when the memory has another version than expected.</summary>
        public ConflictPolicy OnConflict { get; init; }

        /// <summary>Gets the memory at the expected version. The writer reads it when a conflict needs it.</summary>
        public VersionLookup? Base { get; init; }

        /// <summary>Gets the caller's condition on the newest version, or null.</summary>
        public Func<MemoryItem, bool>? When { get; init; }

        /// <summary>Gets the conversation that brought the change: its agent and run are linked to the memory.</summary>
        public MemoryScope? From { get; init; }

        /// <summary>
        /// Gets a value indicating whether the new text is the writer's alone, with nothing of the old one in it: then its tier is the
        /// writer's, even where that is higher.
        /// </summary>
        public bool IsOwnText { get; init; }

        /// <summary>Gets a value indicating whether its links are those of another memory, of which some may lead to what is deleted.</summary>
        public bool TakesLinksOver { get; init; }

        /// <summary>Gets who said it in that conversation, for a memory that is kept beside the known one.</summary>
        public (string? ActorId, string? Role) Speaker { get; init; }

        /// <summary>Gets the messages the new text came from, or null to keep the old ones.</summary>
        public MemorySource? Source { get; init; }
    }

    /// <summary>The end of a known one; its history remains.</summary>
    public sealed record Delete(string MemoryId) : MemoryWrite(MemoryId)
    {
        public int? ExpectedVersion { get; init; }
    }

    /// <summary>An earlier version's content as a new version, perhaps after a delete.</summary>
    public sealed record Restore(string MemoryId, int Version) : MemoryWrite(MemoryId)
    {
        public int? ExpectedVersion { get; init; }

        /// <summary>Gets a value indicating whether more than the last change may be undone.</summary>
        public bool Force { get; init; }

        /// <summary>Gets what the history says of the version. The writer reads it; null when there is no such version.</summary>
        public RestorePoint? Point { get; init; }
    }

    /// <summary>A version of a memory of another store, after the version before it (null: it is the first).</summary>
    public sealed record Import(ImportedVersion Version, ImportedVersion? Previous) : MemoryWrite(Version.Item.Id)
    {
        /// <summary>Gets the embedding of its text that came with it, of the store's own space; or null.</summary>
        public Embedding<float>? Embedding { get; init; }
    }

    /// <summary>The same was learned in another conversation: its agent and run are linked, and nothing else changes.</summary>
    public sealed record Link(string MemoryId, MemoryScope From) : MemoryWrite(MemoryId);

    /// <summary>What somebody thinks of a memory: it matters more, or less and is in doubt.</summary>
    public sealed record Rate(string MemoryId, MemoryFeedback Feedback) : MemoryWrite(MemoryId);

    /// <summary>The end of a review: the memory stands for itself from now on.</summary>
    public sealed record Settle(string MemoryId) : MemoryWrite(MemoryId)
    {
        public int? ExpectedVersion { get; init; }
    }
}
