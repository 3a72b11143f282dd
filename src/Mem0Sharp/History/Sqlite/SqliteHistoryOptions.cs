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
}
