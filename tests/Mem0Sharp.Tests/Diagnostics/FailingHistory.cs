using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>A history in managed memory that fails from the moment a test says so.</summary>
internal sealed class FailingHistory() : DelegatingHistory(new InMemoryHistoryStore())
{
    public Exception? Failure { get; set; }

    /// <summary>Gets or sets a value indicating whether only the reading of rows fails.</summary>
    public bool OnlyRows { get; set; }

    protected override IHistoryStore Inner => Failure is null || OnlyRows ? base.Inner : throw Failure;

    /// <summary>Succeeds without doing anything, as there is no file.</summary>
    public override Task BackupAsync(string path, CancellationToken cancellationToken = default) =>
        Failure is null || OnlyRows ? Task.CompletedTask : throw Failure;

    public override async IAsyncEnumerable<HistoryEntry> ReadAsync(
        IReadOnlyList<string> memoryIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (HistoryEntry entry in (Failure is null ? base.Inner : throw Failure).ReadAsync(memoryIds, cancellationToken))
        {
            yield return entry;
        }
    }
}
