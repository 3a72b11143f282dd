namespace Mem0Sharp.Faults;

/// <summary>What a step of a trace did; the numbers are those of faultfs.c.</summary>
internal enum TraceKind
{
    /// <summary>Bytes were written.</summary>
    Write = 3,

    /// <summary>The file was given a length.</summary>
    Truncate = 4,

    /// <summary>The file, or the folder, was flushed to the disk.</summary>
    Sync = 5,

    /// <summary>The file was removed.</summary>
    Unlink = 6,

    /// <summary>Nothing: the process says how far it is.</summary>
    Mark = 7,

    /// <summary>The file was made.</summary>
    Create = 8,
}
