namespace Mem0Sharp;

/// <summary>What kind of memory it is, in the terms of the psychology of memory.</summary>
public enum MemoryType
{
    /// <summary>A fact or preference. The default.</summary>
    Semantic = 0,

    /// <summary>Something that happened, at a time.</summary>
    Episodic = 1,

    /// <summary>How something is done.</summary>
    Procedural = 2,

    /// <summary>A feeling about something.</summary>
    Emotional = 3,

    /// <summary>A conclusion drawn from other memories.</summary>
    Reflective = 4,
}
