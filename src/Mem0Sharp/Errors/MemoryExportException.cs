namespace Mem0Sharp;

/// <summary>An export cannot be imported: a line of it is not what an export has there, or it is cut off.</summary>
/// <remarks>
/// Immutable. Of the lines before, all but the last few hundred are imported and stay: the store is as the exported one was at an earlier
/// moment. Importing the whole export goes on from there.
/// </remarks>
public sealed class MemoryExportException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="line">The line, 1 or more.</param>
    /// <param name="message">What is wrong with it, without its content.</param>
    public MemoryExportException(long line, string message)
        : base(MemoryErrorCodes.Export, $"Line {line} of the export: {message}", "Export again, or get the whole file; then import it again.")
    {
        Line = line;
        Details = Facts(("line", line));
    }

    /// <summary>Gets the line, 1 or more.</summary>
    public long Line { get; }
}
