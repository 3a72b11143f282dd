namespace Mem0Sharp.Chroma;

/// <summary>The header that a token is sent in.</summary>
public enum ChromaTokenHeader
{
    /// <summary><c>Authorization: Bearer …</c>. The default.</summary>
    Authorization = 0,

    /// <summary><c>x-chroma-token: …</c>, as Chroma Cloud takes it.</summary>
    XChromaToken = 1,
}
