namespace Mem0Sharp;

/// <summary>What an arbiter wants done with one fact: add, update, delete or nothing.</summary>
/// <remarks>
/// A closed hierarchy: there is no update without a candidate and no candidate by id. Immutable. <see cref="ToString"/> does not
/// show text. A decision is a wish: the pipeline refuses one that names an unknown candidate or misquotes it, and the writer one
/// that the memory does not allow.
/// </remarks>
public abstract record MemoryDecision
{
    private MemoryDecision(int fact) => Fact = fact;

    /// <summary>Gets the fact it is about: its place in the request, from 0.</summary>
    public int Fact { get; internal init; }

    /// <summary>Gets why, in a few words, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Returns the kind and the numbers, never text.</summary>
    /// <returns>For instance "Update (fact 0, candidate 2)".</returns>
    public abstract override string ToString();

    /// <summary>Keep the fact as a memory of its own.</summary>
    /// <param name="Fact">The fact's number.</param>
    /// <param name="Text">The text to keep, or null for the fact's own.</param>
    public sealed record Add(int Fact, string? Text = null) : MemoryDecision(Fact)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Add (fact {Fact})";
    }

    /// <summary>Change a known memory to say the fact.</summary>
    /// <param name="Fact">The fact's number.</param>
    /// <param name="Candidate">The memory's number.</param>
    /// <param name="Text">Its whole new text.</param>
    /// <param name="OldText">The text it replaces as the arbiter read it, checked against the memory; null to skip the check.</param>
    public sealed record Update(int Fact, int Candidate, string Text, string? OldText = null) : MemoryDecision(Fact)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Update (fact {Fact}, candidate {Candidate})";
    }

    /// <summary>Delete a known memory that the fact ends.</summary>
    /// <param name="Fact">The fact's number.</param>
    /// <param name="Candidate">The memory's number.</param>
    /// <param name="OldText">The text it deletes as the arbiter read it, checked against the memory; null to skip the check.</param>
    public sealed record Delete(int Fact, int Candidate, string? OldText = null) : MemoryDecision(Fact)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Delete (fact {Fact}, candidate {Candidate})";
    }

    /// <summary>Nothing: it is known already, or not worth keeping.</summary>
    /// <param name="Fact">The fact's number.</param>
    /// <param name="Candidate">The memory that says it already, which is linked to this agent and run; or null.</param>
    public sealed record None(int Fact, int? Candidate = null) : MemoryDecision(Fact)
    {
        /// <inheritdoc/>
        public override string ToString() => Candidate is null ? $"None (fact {Fact})" : $"None (fact {Fact}, candidate {Candidate})";
    }
}
