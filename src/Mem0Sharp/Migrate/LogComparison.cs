using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp;

/// <summary>Reads the logs of a source and its copy side by side.</summary>
internal sealed class LogComparison(IHistoryStore source, IHistoryStore target)
{
    /// <summary>How many rows are held at a time.</summary>
    private const int Page = 256;

    /// <summary>Finds how much of the source the target has.</summary>
    /// <param name="pending">What the source has erased and the target not yet: no part of the source's rows any more.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="HistoryMigrationException">The target has something else.</exception>
    public async Task<LogPrefix> MeasureAsync(IReadOnlySet<string> pending, CancellationToken cancellationToken)
    {
        List<long> unnamed = [];
        LogPrefix prefix = new(Copied: 0, LastSequence: 0, unnamed);
        IAsyncEnumerable<HistoryEntry> kept = target.ReadAfterAsync(afterSequence: 0, cancellationToken).Where(row => !pending.Contains(row.MemoryId));
        await foreach ((HistoryEntry? row, HistoryEntry? copy) in RowsAsync(kept, cancellationToken).ConfigureAwait(false))
        {
            if (copy is null)
            {
                break;
            }

            // An actor was erased in the source since.
            bool isUnnamed = row is { ChangedBy: null, ChangedByRole: null } && copy.ChangedBy is not null;
            if (row is null || !IsCopy(row, isUnnamed ? copy with { ChangedBy = null, ChangedByRole = null } : copy, pending))
            {
                throw HistoryMigrationException.Foreign(
                    row is null ? "it has rows that the source has not" : $"it has another row than sequence {row.Sequence} of the source",
                    row?.Sequence ?? prefix.LastSequence);
            }

            if (isUnnamed)
            {
                unnamed.Add(copy.Sequence);
            }

            prefix = prefix with { Copied = prefix.Copied + 1, LastSequence = row.Sequence };
        }

        return prefix;
    }

    /// <summary>Compares every row, its hashes and its embedding, and the newest version of every memory.</summary>
    /// <param name="compared">Told how many rows are compared, after each page but the last.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The counts and the hash over all.</returns>
    /// <exception cref="HistoryMigrationException">They differ.</exception>
    public async Task<HistoryMigrationResult> CompareAsync(Action<long> compared, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        HashSet<string> none = [];
        List<HistoryEntry> page = new(Page);
        long rows = 0;
        IAsyncEnumerable<HistoryEntry> copies = target.ReadAfterAsync(afterSequence: 0, cancellationToken);
        await foreach ((HistoryEntry? row, HistoryEntry? copy) in RowsAsync(copies, cancellationToken).ConfigureAwait(false))
        {
            if (row is null || copy is null)
            {
                throw HistoryMigrationException.Different(
                    row is null ? "it has more rows" : $"it lacks sequence {row.Sequence} of the source and what comes after it", row?.Sequence ?? 0);
            }

            if (!IsCopy(row, copy, none))
            {
                throw HistoryMigrationException.Different(
                    $"its row of sequence {row.Sequence} of the source, or the chain of hashes there, is another one", row.Sequence);
            }

            hash.AppendData(Encoding.ASCII.GetBytes(row.NewHash));
            rows++;
            page.Add(row);
            if (page.Count == Page)
            {
                await CompareEmbeddingsAsync(page, cancellationToken).ConfigureAwait(false);
                page.Clear();
                compared(rows);
            }
        }

        await CompareEmbeddingsAsync(page, cancellationToken).ConfigureAwait(false);
        long memories = await CompareHeadsAsync(cancellationToken).ConfigureAwait(false);
        return new HistoryMigrationResult(rows, memories, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Tells whether a row is copied: all that it says, and the hash before and after, which the target made by itself.</summary>
    /// <remarks>
    /// The record is compared by the source's hash of it. Rows that link to what is erased have other hashes, and each after them another one
    /// before it, until it is erased in the target too.
    /// </remarks>
    private static bool IsCopy(HistoryEntry row, HistoryEntry copy, IReadOnlySet<string> pending) =>
        AreSame(row.Id, copy.Id) && AreSame(row.MemoryId, copy.MemoryId) && row.Event == copy.Event && row.Version == copy.Version
        && AreSame(row.ChangedBy, copy.ChangedBy) && AreSame(row.ChangedByRole, copy.ChangedByRole) && AreSame(row.Reason, copy.Reason)
        && AreSame(row.OldText, copy.OldText) && AreSame(row.NewText, copy.NewText)
        && AreSame(row.NewHash, HistoryRecord.Hash(HistoryRecord.Write(ErasedLinks.Without(copy.Item, pending))))
        && (pending.Count > 0 || (AreSame(row.NewHash, copy.NewHash) && AreSame(row.OldHash, copy.OldHash)));

    private static bool AreSame(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    private IAsyncEnumerable<(HistoryEntry? Row, HistoryEntry? Copy)> RowsAsync(IAsyncEnumerable<HistoryEntry> copies, CancellationToken cancellationToken) =>
        SideBySide.ReadAsync(source.ReadAfterAsync(afterSequence: 0, cancellationToken), copies, static (_, _) => 0, cancellationToken);

    private async Task CompareEmbeddingsAsync(List<HistoryEntry> page, CancellationToken cancellationToken)
    {
        string[] texts = [.. page.Select(row => row.Item.Text).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<ReadOnlyMemory<float>?> ours = await source.GetEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReadOnlyMemory<float>?> theirs = await target.GetEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < texts.Length; i++)
        {
            if (ours[i] is null != theirs[i] is null || (ours[i] is { } one && theirs[i] is { } other && !one.Span.SequenceEqual(other.Span)))
            {
                HistoryEntry row = page.Find(row => AreSame(row.Item.Text, texts[i]))!;
                throw HistoryMigrationException.Different($"the embedding of the text of sequence {row.Sequence} of the source is another one", row.Sequence);
            }
        }
    }

    private async Task<long> CompareHeadsAsync(CancellationToken cancellationToken)
    {
        long memories = 0;
        await foreach ((HistoryChange? head, HistoryChange? copy) in SideBySide.ReadAsync(
            source.ReadChangesAsync(afterSequence: 0, cancellationToken),
            target.ReadChangesAsync(afterSequence: 0, cancellationToken),
            static (_, _) => 0,
            cancellationToken).ConfigureAwait(false))
        {
            if (head is null || copy is null)
            {
                throw HistoryMigrationException.Different("it has another number of memories", head?.Head.Sequence ?? 0);
            }

            if (head.Head.IsDeleted != copy.Head.IsDeleted || !HistoryRecord.Write(head.Head.Item).AsSpan().SequenceEqual(HistoryRecord.Write(copy.Head.Item))
                || !head.Vector.Span.SequenceEqual(copy.Vector.Span))
            {
                throw HistoryMigrationException.Different(
                    $"the newest version of the memory of sequence {head.Head.Sequence} of the source is another one", head.Head.Sequence);
            }

            memories++;
        }

        return memories;
    }
}
