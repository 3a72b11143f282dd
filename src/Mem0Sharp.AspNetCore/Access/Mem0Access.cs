namespace Mem0Sharp.AspNetCore;

/// <summary>What one caller may touch.</summary>
/// <remarks>Immutable. <see cref="ToString"/> does not show whose memories they are.</remarks>
public sealed class Mem0Access
{
    private Mem0Access(MemoryScope? scope, bool isReadOnly) => (Scope, IsReadOnly) = (scope, isReadOnly);

    /// <summary>Gets access to every memory: an administrator's, or a trusted service's.</summary>
    public static Mem0Access Everything { get; } = new(scope: null, isReadOnly: false);

    /// <summary>Gets the scope outside which nothing can be read, changed, counted or told from nothing; null for none.</summary>
    public MemoryScope? Scope { get; }

    /// <summary>Gets a value indicating whether nothing may be changed.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Makes access to the memories of a scope.</summary>
    /// <param name="scope">The scope: one user's, say.</param>
    /// <returns>The access.</returns>
    public static Mem0Access Within(MemoryScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new Mem0Access(scope, isReadOnly: false);
    }

    /// <summary>Makes the same access without the right to change anything.</summary>
    /// <returns>The access.</returns>
    public Mem0Access ReadOnly() => new(Scope, isReadOnly: true);

    /// <summary>Returns what it allows, and for how many.</summary>
    /// <returns>For instance "Mem0Access (scoped, read-only)".</returns>
    public override string ToString() => $"Mem0Access ({(Scope is null ? "everything" : "scoped")}{(IsReadOnly ? ", read-only" : string.Empty)})";
}
