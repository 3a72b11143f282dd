namespace Mem0Sharp;

/// <summary>Whether a failed call failed because it asked for a JSON schema.</summary>
internal enum SchemaRefusal
{
    /// <summary>It failed for another reason.</summary>
    No = 0,

    /// <summary>An SDK's own exception: it may be a refusal, or an outage in disguise.</summary>
    Possible = 1,

    /// <summary>The client or the server said that it cannot do what was asked.</summary>
    Certain = 2,
}
