namespace Mem0Sharp.Chroma;

/// <summary>What a record says of its memory. Of two of one version, the greater holds.</summary>
internal enum RecordKind
{
    /// <summary>It is there, without a vector: found by its words alone.</summary>
    Words = 0,

    /// <summary>It is there, with its vector.</summary>
    Vector = 1,

    /// <summary>It was deleted.</summary>
    Deleted = 2,
}
