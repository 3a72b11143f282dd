namespace Mem0Sharp;

/// <summary>Appends rows of a source to its copy, page by page, each page in one transaction.</summary>
/// <param name="source">The source.</param>
/// <param name="target">The target.</param>
/// <param name="began">The source as it was when the copy began.</param>
internal sealed class RowCopy(IHistoryStore source, IHistoryStore target, HistoryState began)
{
    private const int Page = 256;

    /// <summary>Copies the rows after a sequence.</summary>
    /// <param name="afterSequence">The last that is copied.</param>
    /// <param name="copied">Told how many rows are copied now.</param>
    /// <param name="cancellationToken">Ends the work between two pages.</param>
    public async Task CopyAsync(long afterSequence, Action<long> copied, CancellationToken cancellationToken)
    {
        long rows = 0;
        await foreach (HistoryEntry[] page in source.ReadAfterAsync(afterSequence, cancellationToken).Chunk(Page).ConfigureAwait(false))
        {
            await CopyAsync(page, cancellationToken).ConfigureAwait(false);
            rows += page.Length;
            copied(rows);
        }
    }

    private async Task CopyAsync(HistoryEntry[] page, CancellationToken cancellationToken)
    {
        string[] texts = [.. page.Where(SaysSomethingNew).Select(row => row.Item.Text).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<ReadOnlyMemory<float>?> vectors = await source.GetEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
        EmbeddingSpace? space = began.Space ?? (await source.OpenAsync(cancellationToken).ConfigureAwait(false)).Space;
        if ((await source.GetPositionAsync(cancellationToken).ConfigureAwait(false)).Epoch != began.Position.Epoch)
        {
            // The vectors are of another model than the ones before, or everything is gone.
            throw HistoryMigrationException.Changing();
        }

        Dictionary<string, ReadOnlyMemory<float>?> known = new(StringComparer.Ordinal);
        for (int i = 0; i < texts.Length; i++)
        {
            known.Add(texts[i], vectors[i]);
        }

        HistoryUnit unit = new();
        HistoryCommit commit = await target.CommitAsync(
            [
                .. page.Select(row =>
                {
                    // Where it is to be made yet, it is so in the copy.
                    StoredEmbedding? embedding = space is not null && SaysSomethingNew(row)
                        ? new StoredEmbedding(space, known[row.Item.Text] ?? default)
                        : null;
                    return new HistoryWrite(row.MemoryId, current => Append(row, current, embedding)) { Unit = unit };
                }),
            ],
            cancellationToken).ConfigureAwait(false);
        if (commit.Results.FirstOrDefault(result => result.Error is not null)?.Error is { } error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }
    }

    private static bool SaysSomethingNew(HistoryEntry row) => !string.Equals(row.Item.Text, row.Before?.Text, StringComparison.Ordinal);

    private static HistoryAppend Append(HistoryEntry row, MemoryHead? current, StoredEmbedding? embedding)
    {
        int version = current?.Item.Version ?? 0;
        return version != row.Version - 1
            ? throw new MemoryConflictException(row.MemoryId, row.Version - 1, version)
            : new HistoryAppend
            {
                EntryId = row.Id,
                Event = row.Event,
                Item = row.Item,
                Embedding = embedding,
                ChangedBy = row.ChangedBy,
                ChangedByRole = row.ChangedByRole,
                Reason = row.Reason,
            };
    }
}
