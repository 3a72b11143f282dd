using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>
/// Moves a history from the embeddings of one model to those of another. The new ones are kept beside the old, which count until all are
/// there; what was made before a crash is not made again. Thread-safe.
/// </summary>
internal sealed class Reembedding(IHistoryStore history, EmbeddingModel model, Projection projection, int batchSize, ILogger logger)
{
    /// <summary>How many texts are committed at a time: so many may have to be embedded again after a crash.</summary>
    private const int Page = 256;

    private static readonly Func<CancellationToken, Task<KnownEmbedding?>> NothingKnown = static _ => Task.FromResult<KnownEmbedding?>(null);

    /// <summary>Embeds what has no embedding of the model yet, and then goes by them.</summary>
    /// <returns>How many texts were embedded now.</returns>
    /// <exception cref="MemoryNetworkException">The embedder cannot be reached; what was embedded by then stays.</exception>
    /// <exception cref="EmbeddingSpaceException">Somebody else moves the history to a third model at the same time.</exception>
    public async Task<int> RunAsync(IProgress<ReembedProgress>? progress, CancellationToken cancellationToken)
    {
        int embedded = 0;
        while (true)
        {
            HistoryState state = await history.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (state.Space is null || model.Makes(state.Space))
            {
                break;
            }

            StagedEmbeddings staged = await history.GetStagedEmbeddingsAsync(cancellationToken).ConfigureAwait(false);
            EmbeddingSpace? space = staged.Space is { } begun && model.Makes(begun) ? begun : null;
            long done = space is null ? 0 : staged.Count;
            progress?.Report(new ReembedProgress(done, staged.TextCount));
            bool restarts = space is null && embedded == 0;
            await foreach (string[] texts in PagesAsync(space, cancellationToken).ConfigureAwait(false))
            {
                ReadOnlyMemory<float>[] vectors = await EmbedAsync(texts, space?.Dimensions, cancellationToken).ConfigureAwait(false);
                space ??= model.SpaceOf(vectors[0].Length);
                int added = await history.StageEmbeddingsAsync(
                    [.. texts.Select((text, i) => KeyValuePair.Create(text, new StoredEmbedding(space, vectors[i])))],
                    restarts,
                    cancellationToken).ConfigureAwait(false);
                restarts = false;
                embedded += added;
                done += added;
                progress?.Report(new ReembedProgress(done, Math.Max(done, staged.TextCount)));
            }

            space ??= model.SpaceOf((await EmbedAsync(["dimension"], dimensions: null, cancellationToken).ConfigureAwait(false))[0].Length);
            if (await history.ReplaceEmbeddingsAsync(space, cancellationToken).ConfigureAwait(false))
            {
                MemoryLog.Reembedded(logger, done, state.Space.Model, space.Model);
                break;
            }

            // Others wrote meanwhile: there are further texts.
        }

        await projection.ReopenAsync(cancellationToken).ConfigureAwait(false);
        return embedded;
    }

    private async IAsyncEnumerable<string[]> PagesAsync(
        EmbeddingSpace? space, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> page = new(StringComparer.Ordinal);
        await foreach (string text in history.ReadUnstagedTextsAsync(space, cancellationToken).ConfigureAwait(false))
        {
            page.Add(text);
            if (page.Count == Page)
            {
                yield return [.. page];
                page.Clear();
            }
        }

        if (page.Count > 0)
        {
            yield return [.. page];
        }
    }

    private async Task<ReadOnlyMemory<float>[]> EmbedAsync(string[] texts, int? dimensions, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<float>> vectors = new(texts.Length);
        foreach (string[] batch in texts.Chunk(batchSize))
        {
            vectors.AddRange(await model.EmbedAsync(
                batch, vectors.Count > 0 ? vectors[0].Length : dimensions, NothingKnown, cancellationToken).ConfigureAwait(false));
        }

        return [.. vectors];
    }
}
