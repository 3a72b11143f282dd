namespace Mem0Sharp;

/// <summary>A value that is not to be learned again, by whose it is and what it says, both hashed: the text itself is not kept.</summary>
/// <param name="Scope">Whose: a SHA-256 in lower-case hexadecimal.</param>
/// <param name="Value">What it says, case, white space and invisible characters apart: a SHA-256 in lower-case hexadecimal.</param>
/// <remarks>Immutable.</remarks>
public sealed record RejectedValue(string Scope, string Value)
{
    /// <summary>Returns nothing of the value.</summary>
    /// <returns>"RejectedValue".</returns>
    public override string ToString() => nameof(RejectedValue);

    /// <summary>Gets the scopes under which values of memories are rejected that belong to an erased scope altogether, hashed.</summary>
    /// <param name="erased">The scope that is erased.</param>
    /// <param name="memories">The scopes of the memories that are erased with it.</param>
    /// <returns>Each as <see cref="Scope"/> has it.</returns>
    public static IEnumerable<string> ScopesWithin(MemoryScope erased, IEnumerable<MemoryScope> memories)
    {
        ArgumentNullException.ThrowIfNull(erased);
        ArgumentNullException.ThrowIfNull(memories);
        return memories.Append(erased).Select(scope => scope.Knowledge).Distinct().Where(erased.Covers).Select(Hash);
    }

    /// <summary>Makes the value of a text in all that the user (or agent, or run) of a scope has.</summary>
    internal static RejectedValue Of(MemoryScope scope, string text)
    {
        return new RejectedValue(Hash(scope.Knowledge), Sha256.Of(ComparableText.Of(text)));
    }

    private static string Hash(MemoryScope scope) => Sha256.Of(scope.UserId, scope.AgentId, scope.RunId, scope.AppId);
}
