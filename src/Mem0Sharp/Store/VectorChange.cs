namespace Mem0Sharp;

/// <summary>One committed change, on its way into a vector store.</summary>
/// <remarks>Immutable. A closed hierarchy.</remarks>
public abstract record VectorChange
{
    private VectorChange()
    {
    }

    /// <summary>Gets the memory's id.</summary>
    public abstract string Id { get; }

    /// <summary>
    /// Gets the version that the change made. A store ignores a change that is not newer than what it has of this id, but for the vector of
    /// a version that it has without one.
    /// </summary>
    public abstract int Version { get; }

    /// <summary>The memory is there, as this.</summary>
    /// <param name="Item">The memory at its new version.</param>
    /// <param name="Vector">
    /// The embedding of its text, shape [dimensions], float32, unit length. Empty: there is none yet. The memory is then counted and found
    /// by keyword, not by vector, also where an earlier version had one; the same version may come again with its vector, and is then found by it.
    /// </param>
    public sealed record Upsert(MemoryItem Item, ReadOnlyMemory<float> Vector) : VectorChange
    {
        /// <inheritdoc/>
        public override string Id => Item.Id;

        /// <inheritdoc/>
        public override int Version => Item.Version;

        /// <summary>Returns id and version, never content.</summary>
        /// <returns>For instance "Upsert 0199… v2".</returns>
        public override string ToString() => $"Upsert {Id} v{Version}";
    }

    /// <summary>The memory says what it said, with other properties: metadata, tags, times, links, or further agents and runs.</summary>
    /// <param name="Item">The memory at its new version.</param>
    /// <remarks>
    /// A store keeps the vector that it has of it, or that it has none, and need not be given it again. Comes after the version before it. Where
    /// the store has no memory of this id, or one with another text, it is taken as an <see cref="Upsert"/> without a vector: the same version
    /// may come again with one.
    /// </remarks>
    public sealed record Describe(MemoryItem Item) : VectorChange
    {
        /// <inheritdoc/>
        public override string Id => Item.Id;

        /// <inheritdoc/>
        public override int Version => Item.Version;

        /// <summary>Returns id and version, never content.</summary>
        /// <returns>For instance "Describe 0199… v2".</returns>
        public override string ToString() => $"Describe {Id} v{Version}";
    }

    /// <summary>The memory is gone.</summary>
    /// <param name="MemoryId">The memory's id.</param>
    /// <param name="DeletedVersion">The version that the delete made.</param>
    public sealed record Delete(string MemoryId, int DeletedVersion) : VectorChange
    {
        /// <inheritdoc/>
        public override string Id => MemoryId;

        /// <inheritdoc/>
        public override int Version => DeletedVersion;

        /// <summary>Returns id and version.</summary>
        /// <returns>For instance "Delete 0199… v3".</returns>
        public override string ToString() => $"Delete {Id} v{Version}";
    }
}
