namespace Mem0Sharp;

/// <summary>Which part of a memory a field is.</summary>
internal enum FilterSource
{
    /// <summary>What stands at a path of the metadata.</summary>
    Metadata,

    /// <summary>The id.</summary>
    Id,

    /// <summary>The text.</summary>
    Text,

    /// <summary>The kind of memory, by its name in JSON.</summary>
    Type,

    /// <summary>The version.</summary>
    Version,

    /// <summary>Each tag.</summary>
    Tags,

    /// <summary>The text of each entity.</summary>
    Entities,

    /// <summary>The id that each link leads to.</summary>
    Links,

    /// <summary>Who said it.</summary>
    ActorId,

    /// <summary>The role of who said it.</summary>
    Role,

    /// <summary>When it was first recorded.</summary>
    CreatedAt,

    /// <summary>When it was last changed.</summary>
    UpdatedAt,

    /// <summary>From when on it is hidden.</summary>
    ExpiresAt,

    /// <summary>From when the fact holds.</summary>
    ValidFrom,

    /// <summary>Until when the fact holds.</summary>
    ValidTo,

    /// <summary>The user.</summary>
    UserId,

    /// <summary>The agent, and those that it was linked to.</summary>
    AgentId,

    /// <summary>The run, and those that it was linked to.</summary>
    RunId,

    /// <summary>The app.</summary>
    AppId,
}
