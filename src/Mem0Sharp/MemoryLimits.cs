namespace Mem0Sharp;

/// <summary>The limits of what can be stored or asked for at once. What exceeds one is refused, never cut.</summary>
public static class MemoryLimits
{
    /// <summary>Most UTF-16 code units in a memory's text or in one message: 100,000.</summary>
    public const int TextLength = 100_000;

    /// <summary>Most UTF-16 code units in a user, agent, run, app, actor, message or memory id: 256.</summary>
    public const int IdLength = 256;

    /// <summary>Most UTF-16 code units in the reason of a change: 1,000.</summary>
    public const int ReasonLength = 1_000;

    /// <summary>Most UTF-8 bytes of a memory's metadata as JSON: 65,536.</summary>
    public const int MetadataBytes = 65_536;

    /// <summary>Deepest nesting of metadata: 32 levels.</summary>
    public const int MetadataDepth = 32;

    /// <summary>Most tags on a memory: 100.</summary>
    public const int Tags = 100;

    /// <summary>Most UTF-16 code units in a tag: 100.</summary>
    public const int TagLength = 100;

    /// <summary>Most entities that are known of a memory: the first.</summary>
    public const int Entities = 64;

    /// <summary>Longest text of an entity, in UTF-16 characters.</summary>
    public const int EntityLength = 100;

    /// <summary>Most links of a memory: 100.</summary>
    public const int Links = 100;

    /// <summary>Most links that a walk from memory to memory goes along: 4.</summary>
    public const int Hops = 4;

    /// <summary>Most memories in one batch: 1,000.</summary>
    public const int BatchSize = 1_000;

    /// <summary>Most results of one search: 1,000.</summary>
    public const int Top = 1_000;

    /// <summary>Most tokens of memories written down for a prompt: 1,000,000.</summary>
    public const int ContextTokens = 1_000_000;

    /// <summary>Most UTF-16 code units in an application's own instructions to a model: 10,000.</summary>
    public const int InstructionsLength = 10_000;

    /// <summary>Most messages in one call of <c>AddAsync</c>: 1,000.</summary>
    public const int Messages = 1_000;

    /// <summary>Most levels of a filter, a comparison counting as one and each and, or and not around it as another: 32.</summary>
    public const int FilterDepth = 32;

    /// <summary>Most comparisons of a filter, each value of a list counting as one: 1,000.</summary>
    public const int FilterTerms = 1_000;

    /// <summary>Most dimensions of an embedding: 65,536.</summary>
    public const int Dimensions = 65_536;
}
