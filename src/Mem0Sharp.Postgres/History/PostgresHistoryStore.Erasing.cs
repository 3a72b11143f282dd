using Npgsql;

namespace Mem0Sharp.Postgres;

/// <content>Erasing, and emptying everything.</content>
public sealed partial class PostgresHistoryStore
{
    private static readonly string[] AllTables =
    [
        "history", "memories", "vectors", "memory_ids", "owners", "links", "embeddings", "next_embeddings", "late_embeddings", "rejections", "calls",
        "erasures", "queue",
    ];

    /// <inheritdoc/>
    /// <remarks>
    /// The rows are gone for every reader when this returns. Their bytes are in the server's files of tables and indexes until those are rewritten: by
    /// <see cref="RewriteAsync"/> or, with <see cref="PostgresStoreOptions.RewritesOnErase"/>, before this returns. Its write-ahead log, archives and
    /// backups have them until they are dropped: docs/stores.md.
    /// </remarks>
    public async Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        HistoryErasure erasure = await WriteAsync(session => new PostgresErasure(session, request).RunAsync(), cancellationToken).ConfigureAwait(false);
        return _database.Options.RewritesOnErase ? await RewrittenAsync(erasure).ConfigureAwait(false) : erasure;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ErasedMemory>> GetErasuresAsync(long afterSequence, CancellationToken cancellationToken = default) => await ReadAsync(
        batch => batch.Add("SELECT memory_id, version, erased_at FROM %.erasures WHERE sequence > $1 ORDER BY number").With(afterSequence),
        ReadErased,
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => WriteAsync(
        async session =>
        {
            await session.RunAsync(batch =>
            {
                foreach (string table in AllTables)
                {
                    batch.Add($"DELETE FROM %.{table}");
                }

                // Not the sequence: none is used twice.
                batch.Add("""
                    UPDATE %.state SET epoch = epoch + 1, model = NULL, dimensions = NULL, next_model = NULL, next_dimensions = NULL, erasures_hash = ''
                    """);
                batch.Notify(ChangeChannel.NewEpoch);
            }).ConfigureAwait(false);
            HistoryPosition position = session.State.Position;
            return new HistoryState(position with { Epoch = position.Epoch + 1 }, Space: null);
        },
        cancellationToken);

    private static ErasedMemory ReadErased(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt32(1), PostgresRecord.Instant(row.GetInt64(2)));
}
