namespace Mem0Sharp;

/// <summary>What an acknowledged write survives.</summary>
public enum HistoryDurability
{
    /// <summary>The loss of power: every commit is flushed to the disk (SQLite <c>synchronous=FULL</c>). The default.</summary>
    Full = 0,

    /// <summary>
    /// The end of the process, but after a loss of power the last commits may be missing; never a torn one
    /// (SQLite <c>synchronous=NORMAL</c> in WAL mode).
    /// </summary>
    Relaxed = 1,
}
