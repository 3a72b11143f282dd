namespace Mem0Sharp;

/// <summary>How far what a memory says can be relied on: set by whoever writes it, never by what is written. Tiers compare as numbers.</summary>
public enum MemoryTrust
{
    /// <summary>Of a source that anybody may have written to: a web page, a mail, what a tool returned.</summary>
    Untrusted = -1,

    /// <summary>Said in a conversation, or written by the host without more. The default.</summary>
    Standard = 0,

    /// <summary>Vouched for by the host: checked by a person, or of a source that only the host writes to.</summary>
    Trusted = 1,
}
