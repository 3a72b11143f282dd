namespace Mem0Sharp;

/// <summary>What an acknowledged write survives.</summary>
public enum HistoryDurability
{
    /// <summary>
    /// The end of the process and the loss of power: before a call returns, its commit is flushed to the disk (SQLite
    /// <c>synchronous=FULL</c> in WAL mode). The default.
    /// </summary>
    Full = 0,

    /// <summary>
    /// The end of the process, however it ends, but not the loss of power: the last commits, back to the last flush, may then be missing,
    /// each of them wholly, and what is left is sound (SQLite <c>synchronous=NORMAL</c> in WAL mode). The log is flushed when it is brought into the
    /// file, every 4,000 pages (16 MB) or so, and when the file is closed.
    /// </summary>
    Relaxed = 1,
}
