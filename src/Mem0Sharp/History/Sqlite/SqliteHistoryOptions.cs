namespace Mem0Sharp;

/// <summary>Settings of a <see cref="SqliteHistoryStore"/>, read once when it is made.</summary>
public sealed class SqliteHistoryOptions
{
    /// <summary>Gets or sets the path of the file, created when missing; its folder must exist.</summary>
    /// <value>A file path; relative to what is the current folder when the store is made. Required.</value>
    public required string Path { get; set; }

    /// <summary>Gets or sets what an acknowledged write survives.</summary>
    /// <value>Default <see cref="HistoryDurability.Full"/>.</value>
    public HistoryDurability Durability { get; set; }

    /// <summary>Gets or sets how long to wait for another process that is writing.</summary>
    /// <value>0 to 10 minutes; less than a second counts as one, the provider's least. Default 5 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets a value indicating whether the whole file is checked before it is first used.</summary>
    /// <value>
    /// Default false: each row is checked when it is read, but a row that a damaged index no longer leads to is missed without a word.
    /// True: a damaged file is refused with a <see cref="MemoryStoreException"/>. It reads the whole file, each time it is opened.
    /// </value>
    public bool CheckOnOpen { get; set; }
}
