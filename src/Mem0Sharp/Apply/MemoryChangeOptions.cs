namespace Mem0Sharp;

/// <summary>Who makes a change, why, and whether it may happen twice: what every change can say of itself.</summary>
/// <remarks>
/// It goes into the history row beside the change. Whose memory it is, and who said it, is the memory's own and stays: see
/// <see cref="MemoryItem.ActorId"/>.
/// </remarks>
public class MemoryChangeOptions
{
    /// <summary>Gets who makes the change: a person, an agent, a job or a source such as a crawler, by the host's own id.</summary>
    /// <value>
    /// At most <see cref="MemoryLimits.IdLength"/> characters. Default null: not said; what an add extracts is then its speaker's.
    /// </value>
    public string? ChangedBy { get; init; }

    /// <summary>Gets in which role: "user", "assistant", "tool", or a name of the host's.</summary>
    /// <value>At most <see cref="MemoryLimits.IdLength"/> characters. Default null: not said.</value>
    public string? ChangedByRole { get; init; }

    /// <summary>Gets the tier of who makes the change: the host says it, and nothing in a text or in metadata can.</summary>
    /// <value>
    /// Default null. A text that is written has this tier (<see cref="MemoryItem.Trust"/>), and a memory of a higher tier is not changed,
    /// deleted or restored: <see cref="InsufficientTrustException"/>. When null, a direct change is the host's own: it may change
    /// everything and leaves the tier as it is. When null, an add is <see cref="MemoryTrust.Standard"/>, or
    /// <see cref="MemoryTrust.Untrusted"/> where it holds a message in the role "tool": of several messages that a model reads
    /// together, the lowest counts for all that it learns of them, since what one says can pass for another's.
    /// </value>
    public MemoryTrust? Trust { get; init; }

    /// <summary>Gets why.</summary>
    /// <value>At most <see cref="MemoryLimits.ReasonLength"/> characters. Default null: not said.</value>
    public string? Reason { get; init; }

    /// <exception cref="MemoryValidationException">A label is too long, or there is no such tier.</exception>
    internal ChangeNote Note(string parameter) => new(
        Validate.Label(ChangedBy, MemoryLimits.IdLength, parameter),
        Validate.Label(ChangedByRole, MemoryLimits.IdLength, parameter),
        Validate.Label(Reason, MemoryLimits.ReasonLength, parameter),
        Validate.Trust(Trust, parameter));
}
