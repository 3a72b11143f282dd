namespace Mem0Sharp;

/// <summary>What an add does with a conversation.</summary>
public enum MemoryAddMode
{
    /// <summary>Extracts facts, compares them with what is known, and adds, updates, deletes or leaves alone. The default.</summary>
    Reconcile = 0,

    /// <summary>
    /// Extracts facts and adds those that are not known word for word. Nothing is updated or deleted, and a model is asked once, not twice:
    /// what contradicts is settled when it is searched for.
    /// </summary>
    Append = 1,

    /// <summary>Stores each message as it is: nothing is extracted or compared, and no model is asked.</summary>
    Verbatim = 2,

    /// <summary>
    /// Has a model summarise an agent's run, with what it called and what came back, into one memory of type <see cref="MemoryType.Procedural"/>:
    /// one call, nothing is compared. The scope names the agent; without a chat client it is a <see cref="MemoryConfigurationException"/>.
    /// </summary>
    Procedural = 3,
}
