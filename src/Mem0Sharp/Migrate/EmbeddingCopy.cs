namespace Mem0Sharp;

/// <summary>Gives texts that the copy has already the embeddings that the source made of them since.</summary>
internal sealed class EmbeddingCopy(IHistoryStore source, IHistoryStore target)
{
    private const int Page = 256;

    /// <summary>Brings the embeddings of a copy to what they are in the source.</summary>
    /// <param name="space">The space of the source; null where it has no embedding.</param>
    /// <param name="copied">The space of the target; null where it has none.</param>
    /// <param name="cancellationToken">Ends the work; what is staged by then stays.</param>
    public async Task CopyAsync(EmbeddingSpace? space, EmbeddingSpace? copied, CancellationToken cancellationToken)
    {
        if (space is null)
        {
            return;
        }

        if (copied is not null && copied != space)
        {
            await ReplaceAsync(space, cancellationToken).ConfigureAwait(false);
        }

        if ((await target.GetUnembeddedAsync(1, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            await AddAsync(space, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds those that texts of the copy lack.</summary>
    /// <remarks>Page by page of its log: asked for by their number, those that the source lacks too would come again.</remarks>
    private async Task AddAsync(EmbeddingSpace space, CancellationToken cancellationToken)
    {
        await foreach (HistoryEntry[] page in target.ReadAfterAsync(afterSequence: 0, cancellationToken).Chunk(Page).ConfigureAwait(false))
        {
            string[] texts = [.. page.Select(row => row.Item.Text).Distinct(StringComparer.Ordinal)];
            IReadOnlyList<ReadOnlyMemory<float>?> known = await target.GetEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
            string[] lacking = [.. texts.Where((_, i) => known[i] is null)];
            KeyValuePair<string, StoredEmbedding>[] made = await MadeAsync(lacking, space, cancellationToken).ConfigureAwait(false);
            if (made.Length > 0)
            {
                await target.AddEmbeddingsAsync(made, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Moves the copy to the model that the source was moved to.</summary>
    private async Task ReplaceAsync(EmbeddingSpace space, CancellationToken cancellationToken)
    {
        StagedEmbeddings staged = await target.GetStagedEmbeddingsAsync(cancellationToken).ConfigureAwait(false);
        bool restarts = staged.Space != space;
        await foreach (string[] texts in target.ReadUnstagedTextsAsync(space, cancellationToken).Chunk(Page).ConfigureAwait(false))
        {
            KeyValuePair<string, StoredEmbedding>[] made =
                await MadeAsync([.. texts.Distinct(StringComparer.Ordinal)], space, cancellationToken).ConfigureAwait(false);
            if (made.Length > 0)
            {
                await target.StageEmbeddingsAsync(made, restarts, cancellationToken).ConfigureAwait(false);
                restarts = false;
            }
        }

        if (!await target.ReplaceEmbeddingsAsync(space, cancellationToken).ConfigureAwait(false))
        {
            throw new HistoryMigrationException(
                "The source was moved to another embedding model since it was copied, and lacks embeddings of texts that the target has.",
                "Empty the target by IHistoryStore.ResetAsync, and migrate again.");
        }
    }

    private async Task<KeyValuePair<string, StoredEmbedding>[]> MadeAsync(string[] texts, EmbeddingSpace space, CancellationToken cancellationToken)
    {
        if (texts.Length == 0)
        {
            return [];
        }

        IReadOnlyList<ReadOnlyMemory<float>?> vectors = await source.GetEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
        return
        [
            .. texts.Select((text, i) => (Text: text, Vector: vectors[i]))
                .Where(each => each.Vector is { Length: var length } && length == space.Dimensions)
                .Select(each => KeyValuePair.Create(each.Text, new StoredEmbedding(space, each.Vector!.Value))),
        ];
    }
}
