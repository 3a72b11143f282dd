using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>A history that cannot be reached from some call or row on; a commit may be made and its answer lost.</summary>
internal sealed class FallingHistory(IHistoryStore inner, Func<bool> falls) : DelegatingHistory(inner)
{
    protected override IHistoryStore Inner => falls() ? throw Gone() : base.Inner;

    public override async IAsyncEnumerable<HistoryEntry> ReadAfterAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int rows = 0;
        await foreach (HistoryEntry row in base.ReadAfterAsync(afterSequence, cancellationToken))
        {
            if (rows++ % 50 == 49 && falls())
            {
                throw Gone();
            }

            yield return row;
        }
    }

    public override async Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        HistoryCommit commit = await base.CommitAsync(writes, cancellationToken);
        return falls() ? throw Gone() : commit;
    }

    public override async Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default)
    {
        HistoryErasure erasure = await base.EraseAsync(request, cancellationToken);
        return falls() ? throw Gone() : erasure;
    }

    private static MemoryStoreException Gone() => new("The server cannot be reached.", isTransient: true);
}
