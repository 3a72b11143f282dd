namespace Mem0Sharp.Postgres;

/// <summary>Why a replica's answer is not taken.</summary>
internal enum ReplicaRefusal
{
    /// <summary>It is taken.</summary>
    None,

    /// <summary>It does not have yet what this memory has written or shown.</summary>
    Behind,

    /// <summary>It is no replica, or no longer: promoted, it may go another way than the primary.</summary>
    NoReplica,

    /// <summary>Its tables have another format: they are changed at this moment, or another version of the library wrote them.</summary>
    OtherFormat,
}
