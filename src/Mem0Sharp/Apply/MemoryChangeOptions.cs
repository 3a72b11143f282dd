namespace Mem0Sharp;

/// <summary>Who makes a change, why, and whether it may happen twice: what every change can say of itself.</summary>
/// <remarks>
/// It goes into the history row beside the change. Whose memory it is, and who said it, is the memory's own and stays: see
/// <see cref="MemoryItem.ActorId"/>.
/// </remarks>
public class MemoryChangeOptions
{
    /// <summary>Gets who makes the change: a person, an agent or a job, by the host's own id.</summary>
    /// <value>
    /// At most <see cref="MemoryLimits.IdLength"/> characters. Default null: not said; what an add extracts is then its speaker's.
    /// </value>
    public string? ChangedBy { get; init; }

    /// <summary>Gets in which role: "user", "assistant", "tool", or a name of the host's.</summary>
    /// <value>At most <see cref="MemoryLimits.IdLength"/> characters. Default null: not said.</value>
    public string? ChangedByRole { get; init; }

    /// <summary>Gets why.</summary>
    /// <value>At most <see cref="MemoryLimits.ReasonLength"/> characters. Default null: not said.</value>
    public string? Reason { get; init; }

    internal ChangeNote Note(string parameter) => new(
        Validate.Label(ChangedBy, MemoryLimits.IdLength, parameter),
        Validate.Label(ChangedByRole, MemoryLimits.IdLength, parameter),
        Validate.Label(Reason, MemoryLimits.ReasonLength, parameter));
}
