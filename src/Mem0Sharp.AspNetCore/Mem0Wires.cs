namespace Mem0Sharp.AspNetCore;

/// <summary>The sets of routes that a host may map, each by itself.</summary>
[Flags]
public enum Mem0Wires
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>
    /// Mem0's platform: what its npm and Python clients call (<c>/v1</c>, <c>/v2</c>, <c>/v3</c>), Microsoft Agent Framework's <c>Mem0Provider</c> among them.
    /// </summary>
    Platform = 1,

    /// <summary>Mem0's open-source server: <c>/memories</c>, <c>/search</c>, <c>/entities</c>, <c>/reset</c>.</summary>
    OpenSource = 2,

    /// <summary>
    /// Two small contracts that others document: <c>PUT /memory/update</c> with its history, and memories with tags and sectors under <c>/memory</c>.
    /// </summary>
    Contracts = 4,

    /// <summary>The library's own (<c>/mem0sharp/v1</c>): what it can do and Mem0's wires cannot say.</summary>
    Native = 8,

    /// <summary>All of them.</summary>
    All = Platform | OpenSource | Contracts | Native,
}
