using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>The move to another embedding model.</content>
public sealed partial class SqliteHistoryStore
{
    /// <inheritdoc/>
    public Task<StagedEmbeddings> GetStagedEmbeddingsAsync(CancellationToken cancellationToken = default) =>
        Read(reader => reader.Staged(), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadUnstagedTextsAsync(
        EmbeddingSpace? space, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StagedEmbeddings staged = await GetStagedEmbeddingsAsync(cancellationToken).ConfigureAwait(false);
        bool all = space is null || staged.Space != space;
        await foreach ((_, string text) in PagesAsync(
            afterSequence: 0, (reader, after) => reader.Texts(all, after, Page), static row => row.Sequence, cancellationToken).ConfigureAwait(false))
        {
            yield return text;
        }
    }

    /// <inheritdoc/>
    public Task<int> StageEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return Write(writer => writer.Stage(embeddings, restarts), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReplaceEmbeddingsAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Write(writer => writer.ReplaceEmbeddings(space), cancellationToken);
    }
}
