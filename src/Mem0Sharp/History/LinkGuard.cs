namespace Mem0Sharp;

/// <summary>What a write links a memory to: memories that must be there and belong to the same owner, when it is committed.</summary>
/// <param name="targetIds">The ids of the memories.</param>
/// <remarks>Immutable.</remarks>
public sealed class LinkGuard(IReadOnlyList<string> targetIds)
{
    /// <summary>Gets the ids of the memories.</summary>
    public IReadOnlyList<string> TargetIds { get; } = targetIds;

    /// <summary>Gets the scope in which they must be found, or null for anywhere.</summary>
    public MemoryScope? Within { get; init; }

    /// <summary>Gets why the write must not be made, or null.</summary>
    /// <param name="from">The memory that is linked, at its newest version. What it links to already need not be there.</param>
    /// <param name="newest">Gets the newest version of a memory; null for an id that was never used or was erased.</param>
    /// <returns>The error, which is the same for what is not there and for what is another owner's.</returns>
    public MemoryValidationException? Refusal(MemoryItem from, Func<string, MemoryHead?> newest)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(newest);
        for (int i = 0; i < TargetIds.Count; i++)
        {
            string id = TargetIds[i];
            bool isKnown = from.Links.Any(link => string.Equals(link.TargetId, id, StringComparison.Ordinal));
            if (!isKnown && (newest(id) is not { IsDeleted: false } target || !AreOfOneOwner(from, target.Item) || Within?.Contains(target.Item) == false))
            {
                return new MemoryValidationException(
                    $"links[{i}]",
                    $"The memory that link {i} leads to is not there, or is another owner's.",
                    "Give the id of a memory of the same user (or, without a user, of the same agent, run or app) that is not deleted.");
            }
        }

        return null;
    }

    /// <summary>Tells whether two memories belong to the same user (or, without a user, agent or run) and app.</summary>
    internal static bool AreOfOneOwner(MemoryItem one, MemoryItem other) => one.Scope.Knowledge.Equals(other.Scope.Knowledge);

    /// <summary>Returns how many memories it asks for.</summary>
    /// <returns>For instance "LinkGuard of 2".</returns>
    public override string ToString() => $"{nameof(LinkGuard)} of {TargetIds.Count}";
}
