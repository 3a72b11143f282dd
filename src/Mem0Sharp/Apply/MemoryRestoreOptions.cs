namespace Mem0Sharp;

/// <summary>Settings of one restore.</summary>
public sealed class MemoryRestoreOptions : MemoryChangeOptions
{
    /// <summary>Gets the version the memory must have for the restore to happen; given, it allows to undo more than the last change.</summary>
    /// <value>
    /// 1 or more; of a deleted memory, the version that the delete made. Default null: whichever it has, as long as at most one
    /// change is undone. Holds with <see cref="Force"/> too.
    /// </value>
    public int? ExpectedVersion { get; init; }

    /// <summary>Gets a value indicating whether everything written since is undone, however much it is and whoever wrote it.</summary>
    /// <value>Default false. Nothing is lost by it: what was written since remains in the history.</value>
    public bool Force { get; init; }
}
