namespace Mem0Sharp;

/// <summary>Settings of the tools that <see cref="MemoryTools.AsAITools(ScopedMemory, MemoryToolOptions?)"/> makes, read once.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryToolOptions
{
    /// <summary>Gets a value indicating whether there are tools that change memories. Default true; without, a model can only look.</summary>
    public bool CanChange { get; init; } = true;

    /// <summary>Gets how many memories a search returns when the model does not say, and how many versions a history.</summary>
    /// <value>1 to 100, which is also the most that a model may ask for. Default 10.</value>
    public int Top { get; init; } = 10;

    /// <summary>Gets the tier of trust of what a model writes through the tools.</summary>
    /// <value>
    /// Default <see cref="MemoryTrust.Standard"/>: what is <see cref="MemoryTrust.Trusted"/> it cannot change. Where the model also
    /// reads what anybody may have written, such as web pages or mail, give <see cref="MemoryTrust.Untrusted"/>: a text that it read
    /// may have told it what to write.
    /// </value>
    public MemoryTrust Trust { get; init; }

    /// <summary>Gets who the history says made the changes.</summary>
    /// <value>At most <see cref="MemoryLimits.IdLength"/> characters. Default null: the scope's agent, where it has one. The role is "assistant".</value>
    public string? ChangedBy { get; init; }

    /// <summary>Gets what is done with a text that a model adds.</summary>
    /// <value>Default null: <see cref="MemoryOptions.AddMode"/>.</value>
    public MemoryAddMode? Mode { get; init; }
}
