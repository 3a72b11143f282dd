using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Model;

/// <summary>A history with a fault: what is deleted now was never in a scope.</summary>
internal sealed class LivingHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    public override async IAsyncEnumerable<IReadOnlyList<HistoryEntry>> ReadScopeAsync(
        MemoryScope? scope, long throughSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (IReadOnlyList<HistoryEntry> rows in base.ReadScopeAsync(scope, throughSequence, cancellationToken))
        {
            if ((await GetHeadsAsync([rows[0].MemoryId], cancellationToken))[0] is { IsDeleted: false })
            {
                yield return rows;
            }
        }
    }
}
