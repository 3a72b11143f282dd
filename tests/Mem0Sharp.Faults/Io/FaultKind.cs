namespace Mem0Sharp.Faults;

/// <summary>How an I/O step fails; the numbers are those of faultfs.c.</summary>
internal enum FaultKind
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>EIO, at any step.</summary>
    InputOutput = 1,

    /// <summary>ENOSPC, at a write.</summary>
    Full = 2,

    /// <summary>Half of a write is written, as on a disk that is nearly full.</summary>
    Short = 3,

    /// <summary>EACCES, at an open or unlink.</summary>
    Access = 4,

    /// <summary>The process is killed.</summary>
    Kill = 5,
}
