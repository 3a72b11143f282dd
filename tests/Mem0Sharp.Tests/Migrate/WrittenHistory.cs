using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>A history to which somebody writes each time that its log is read to the end.</summary>
internal sealed class WrittenHistory(IHistoryStore inner, Func<Task> write) : DelegatingHistory(inner)
{
    public override async IAsyncEnumerable<HistoryEntry> ReadAfterAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (HistoryEntry row in base.ReadAfterAsync(afterSequence, cancellationToken))
        {
            yield return row;
        }

        await write();
    }
}
