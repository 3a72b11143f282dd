namespace Mem0Sharp;

/// <summary>Settings of one import.</summary>
/// <remarks>Immutable. A history file does not say whose its memories are, so one of the two must be set for it.</remarks>
public sealed class MemoryImportOptions
{
    /// <summary>Gets whose the memories become of which neither the source nor <see cref="ScopeOf"/> says it. Default null: those fail.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>
    /// Gets whose a memory becomes, given its id, where the source does not say it; null for <see cref="Scope"/>. Called once for
    /// each such memory, never concurrently; what it throws ends the import. Default null: <see cref="Scope"/> for all.
    /// </summary>
    public Func<string, MemoryScope?>? ScopeOf { get; init; }

    /// <summary>Gets the tier of what is imported.</summary>
    /// <value>
    /// Default null: <see cref="MemoryTrust.Standard"/> of what comes from Mem0, whatever that says of it; for an export of this library's,
    /// the tiers in it, since it is the host's own. Give <see cref="MemoryTrust.Untrusted"/> for one that others could have written to.
    /// </value>
    public MemoryTrust? Trust { get; init; }

    /// <exception cref="MemoryValidationException">Nobody says whose the memory is.</exception>
    internal MemoryScope ScopeFor(string id) => ScopeOf?.Invoke(id) ?? Scope ?? throw new MemoryValidationException(
        nameof(Scope),
        "Neither the source nor the options say whose the memory is.",
        $"Set {nameof(MemoryImportOptions)}.{nameof(Scope)}, or return a scope from {nameof(ScopeOf)}.");
}
