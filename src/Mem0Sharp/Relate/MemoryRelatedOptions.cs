namespace Mem0Sharp;

/// <summary>Settings of a walk from memory to memory.</summary>
/// <remarks>Immutable once built.</remarks>
public sealed class MemoryRelatedOptions
{
    /// <summary>Gets how many steps the walk takes at most.</summary>
    /// <value>1 to <see cref="MemoryLimits.Hops"/>. Default 1: what the memory links to, what links to it, and what names the same.</value>
    public int Hops { get; init; } = 1;

    /// <summary>Gets a value indicating whether memories that name the same are related too, or linked ones alone.</summary>
    /// <value>
    /// Default true. A thing that n of the owner's memories name brings each two of them 1/n, several things together 1 − (1 − 1/n)(1 − 1/m)…; what
    /// more than 100 name brings nothing.
    /// </value>
    public bool BySharedEntities { get; init; } = true;

    /// <summary>Gets the most memories to return.</summary>
    /// <value>1 to <see cref="MemoryLimits.Top"/>. Default 10.</value>
    public int Top { get; init; } = 10;

    /// <summary>Gets how strongly a memory must be related to be returned, and to be walked through.</summary>
    /// <value>0 to 1. Default 0: however little.</value>
    public double MinStrength { get; init; }

    /// <summary>Gets what a memory must match to be returned. A walk also leads through what does not. Default null: anything.</summary>
    public MemoryFilter? Filter { get; init; }

    /// <summary>Gets a value indicating whether expired memories are returned and walked through. Default false.</summary>
    public bool IncludeExpired { get; init; }

    /// <exception cref="MemoryValidationException">A number is out of range.</exception>
    internal MemoryRelatedOptions Validated()
    {
        Validate.Hops(Hops, nameof(Hops));
        Validate.Top(Top, nameof(Top));
        Validate.Share(MinStrength, nameof(MinStrength));
        return this;
    }
}
