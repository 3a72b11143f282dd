namespace Mem0Sharp;

/// <summary>What kind of id a memory is found under.</summary>
public enum MemoryOwnerKind
{
    /// <summary>A user's: <see cref="MemoryScope.UserId"/>.</summary>
    User,

    /// <summary>An agent's: <see cref="MemoryScope.AgentId"/>, linked ones too.</summary>
    Agent,

    /// <summary>A run's: <see cref="MemoryScope.RunId"/>, linked ones too.</summary>
    Run,

    /// <summary>An application's: <see cref="MemoryScope.AppId"/>.</summary>
    App,
}
