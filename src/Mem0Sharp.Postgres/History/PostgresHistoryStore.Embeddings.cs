using System.Runtime.CompilerServices;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <content>Embeddings: those that count, those that come later, and those of another model.</content>
public sealed partial class PostgresHistoryStore
{
    // Vectors of whichever memories say a text that has its vector now.
    private const string RefreshVectors = """
        INSERT INTO %.vectors (owner, number, user_id, app_id, agents, runs, embedding)
        SELECT m.owner, m.number, m.user_id, m.app_id, m.agents, m.runs, e.vector::%:vector
        FROM %.memories m JOIN %.embeddings e ON e.hash = m.text_hash
        WHERE NOT m.is_deleted
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        byte[][] hashes = [.. texts.Select(HistoryRecord.TextHash)];
        Dictionary<string, float[]> known = (await ReadAsync(
            batch => batch.Add("SELECT hash, vector FROM %.embeddings WHERE hash = ANY($1)").With(hashes),
            row => (Convert.ToHexString(row.GetFieldValue<byte[]>(0)), row.GetFieldValue<float[]>(1)),
            cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
        return [.. hashes.Select(hash => known.TryGetValue(Convert.ToHexString(hash), out float[]? vector) ? vector : (ReadOnlyMemory<float>?)null)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> GetUnembeddedAsync(int limit, CancellationToken cancellationToken = default) => await ReadAsync(
        batch => batch.Add("""
                SELECT (SELECT h.record FROM %.history h WHERE h.text_hash = l.hash LIMIT 1) FROM %.late_embeddings l WHERE l.sequence IS NULL LIMIT $1
                """)
            .With((long)limit),
        row => PostgresRecord.Read(row.GetFieldValue<byte[]>(0)).Text,
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<int> AddEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return WriteAsync(
            async session =>
            {
                StoredEmbedding.EnsureOf(session.State.Space, embeddings);
                ILookup<string, ReadOnlyMemory<float>> vectors = embeddings.ToLookup(
                    each => Convert.ToHexString(HistoryRecord.TextHash(each.Key)), each => each.Value.Vector, StringComparer.Ordinal);
                List<byte[]> added = await session.ReadAsync(
                    batch => batch.Add("UPDATE %.late_embeddings SET sequence = $2 WHERE hash = ANY($1) AND sequence IS NULL RETURNING hash")
                        .With([.. vectors.Select(each => Convert.FromHexString(each.Key))]).With(session.State.Position.Sequence + 1),
                    row => row.GetFieldValue<byte[]>(0)).ConfigureAwait(false);
                if (added.Count > 0)
                {
                    // A sequence of its own: whoever follows the log sees that something happened.
                    session.Sequence++;
                    await session.RunAsync(batch =>
                    {
                        EmbeddingRows rows = new();
                        foreach (byte[] hash in added)
                        {
                            rows.Add(hash, vectors[Convert.ToHexString(hash)].First());
                        }

                        rows.AddTo(batch);
                        batch.Add($"{RefreshVectors} AND m.text_hash = ANY($1) ON CONFLICT (owner, number) DO UPDATE SET embedding = excluded.embedding")
                            .With([.. added]);
                    }).ConfigureAwait(false);
                }

                return added.Count;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HistoryChange> ReadEmbeddedLaterAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (HistoryChange change in await ReadAsync(
            batch => batch.Add($"""
                    SELECT {HeadColumns.Sql}, e.vector FROM %.late_embeddings l JOIN %.memories m ON m.text_hash = l.hash JOIN %.embeddings e ON e.hash = l.hash
                    WHERE l.sequence > $1 AND NOT m.is_deleted
                    """)
                .With(afterSequence),
            row => new HistoryChange(HeadColumns.Read(row).Head, row.GetFieldValue<float[]>(HeadColumns.Count)),
            cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }

    /// <inheritdoc/>
    public Task<StagedEmbeddings> GetStagedEmbeddingsAsync(CancellationToken cancellationToken = default) => OneAsync(
        batch => batch.Add(StagedSql), ReadStaged, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadUnstagedTextsAsync(
        EmbeddingSpace? space, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Of another space than what is staged, every text is read.
        StagedEmbeddings staged = await GetStagedEmbeddingsAsync(cancellationToken).ConfigureAwait(false);
        string lacking = space is not null && space == staged.Space
            ? "AND NOT EXISTS (SELECT FROM %.next_embeddings n WHERE n.hash = h.text_hash)"
            : string.Empty;
        await foreach ((long _, string text) in PagesAsync(
            0,
            (batch, after) => batch.Add($"""
                    SELECT h.sequence, h.record FROM %.history h WHERE h.sequence > $1 {lacking}
                        AND NOT EXISTS (SELECT FROM %.history o WHERE o.text_hash = h.text_hash AND o.sequence < h.sequence)
                    ORDER BY h.sequence LIMIT $2
                    """)
                .With(after).With((long)Page),
            row => (row.GetInt64(0), PostgresRecord.Read(row.GetFieldValue<byte[]>(1)).Text),
            row => row.Item1,
            shows: false,
            cancellationToken).ConfigureAwait(false))
        {
            yield return text;
        }
    }

    /// <inheritdoc/>
    public Task<int> StageEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return WriteAsync(
            async session =>
            {
                EmbeddingSpace space = embeddings[0].Value.Space;
                EmbeddingSpace? staged = (await session.ReadAsync(batch => batch.Add(StagedSql), ReadStaged).ConfigureAwait(false))[0].Space;
                if (restarts && staged != space)
                {
                    await session.RunAsync(batch => batch.Add("DELETE FROM %.next_embeddings")).ConfigureAwait(false);
                    staged = null;
                }

                StoredEmbedding.EnsureOf(staged ?? space, embeddings);
                await session.RunAsync(batch => batch.Add("UPDATE %.state SET next_model = $1, next_dimensions = $2").With(space.Model).With(space.Dimensions))
                    .ConfigureAwait(false);

                EmbeddingRows rows = new();
                foreach ((string text, StoredEmbedding embedding) in embeddings)
                {
                    rows.Add(HistoryRecord.TextHash(text), embedding.Vector);
                }

                return await session.RunAsync(rows.AddStagedTo).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReplaceEmbeddingsAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        return WriteAsync(
            async session =>
            {
                StagedEmbeddings staged = (await session.ReadAsync(batch => batch.Add(StagedSql), ReadStaged).ConfigureAwait(false))[0];
                if (staged.Count < staged.TextCount || (staged.TextCount > 0 && staged.Space != space))
                {
                    return false;
                }

                await session.RunAsync(batch => batch
                    .Add("DELETE FROM %.embeddings")
                    .Add("INSERT INTO %.embeddings (hash, vector) SELECT hash, vector FROM %.next_embeddings")
                    .Add("DELETE FROM %.next_embeddings")
                    .Add("DELETE FROM %.late_embeddings")
                    .Add("DELETE FROM %.vectors")
                    .Add(RefreshVectors)
                    .Add("UPDATE %.state SET epoch = epoch + 1, model = $1, dimensions = $2, next_model = NULL, next_dimensions = NULL")
                    .With(space.Model).With(space.Dimensions)
                    .Notify(ChangeChannel.NewEpoch)).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    private const string StagedSql = """
        SELECT next_model, next_dimensions, (SELECT count(*) FROM %.next_embeddings), (SELECT count(*) FROM %.embeddings)
            + (SELECT count(*) FROM %.late_embeddings l WHERE l.sequence IS NULL AND NOT EXISTS (SELECT FROM %.embeddings e WHERE e.hash = l.hash))
        FROM %.state
        """;

    private static StagedEmbeddings ReadStaged(NpgsqlDataReader row) => new(
        row.IsDBNull(0) ? null : new EmbeddingSpace(row.GetString(0), row.GetInt32(1)), row.GetInt64(2), row.GetInt64(3));
}
