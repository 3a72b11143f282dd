namespace Mem0Sharp;

/// <summary>What an add does with the images of a conversation.</summary>
public enum MemoryImageMode
{
    /// <summary>Passes over them, and says so in <see cref="MemoryAddResult.SkippedImages"/>. The default.</summary>
    Skip = 0,

    /// <summary>
    /// Has a model describe them, in one call for each message that has some; the description stands beside the message's words from then on. The chat
    /// client must be one that sees; without one it is a <see cref="MemoryConfigurationException"/>.
    /// </summary>
    Describe = 1,

    /// <summary>Refuses a conversation that has any, with a <see cref="MemoryValidationException"/>.</summary>
    Refuse = 2,
}
