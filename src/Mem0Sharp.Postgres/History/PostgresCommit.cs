using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>One commit: what it reads, decides and writes. Where the connection breaks, it finds out whether it happened. Used once.</summary>
internal sealed class PostgresCommit(PostgresDatabase database, IReadOnlyList<HistoryWrite> writes)
{
    // Decisions ask for what hangs on what they asked for before. One that asks for something else each time never ends.
    private const int MostRounds = 64;

    private readonly RecentWrite _note = new();

    // What was sent with a COMMIT whose answer did not come. Without a first row, it left a note.
    private (HistoryCommit Commit, HistoryEntry? First)? _sent;

    /// <summary>Gets a value indicating whether a COMMIT was sent whose answer did not come.</summary>
    public bool IsUncertain => _sent is not null;

    /// <summary>Makes an attempt.</summary>
    public async Task<HistoryCommit> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Where it ends without a commit, the connection goes back to the pool, which rolls back.
        (HistoryState before, bool hasHappened, PostgresTables tables) = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        if (hasHappened)
        {
            await StateRow.EndAsync(database, connection, "COMMIT").ConfigureAwait(false);
            HistoryCommit known = _sent!.Value.Commit;
            _sent = null;
            return known;
        }

        _sent = null;
        HistoryTransaction transaction;
        IReadOnlyList<HistoryWriteResult> results;
        for (int round = 1; ; round++)
        {
            tables.Begin();
            transaction = new HistoryTransaction(before.Space, tables);
            results = transaction.Run(writes);
            if (tables.Missing.IsEmpty)
            {
                break;
            }

            if (round == MostRounds)
            {
                throw new MemoryStoreException("A write does not come to a decision: it asks for other memories each time.");
            }

            await MissingRowsReader.LoadAsync(database, connection, tables.Missing, tables, CancellationToken.None).ConfigureAwait(false);
        }

        HistoryPosition after = before.Position with { Sequence = tables.Sequence };
        HistoryCommit commit = new(results, before.Position, after);
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            CommitStatements.AddTo(batch, tables);
            if (after != before.Position)
            {
                StateRow.AddAdvance(batch, after.Sequence, before.Space is null ? transaction.Space : null);
                _sent = (commit, tables.Rows[0].Entry);
            }
            else if (batch.Count > 0)
            {
                _note.AddTo(batch);
                _sent = (commit, null);
            }

            await batch.Add("COMMIT").RunAsync(CancellationToken.None).ConfigureAwait(false);
            _sent = null;
        }

        return commit;
    }

    private async Task<(HistoryState State, bool HasHappened, PostgresTables Tables)> BeginAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        MissingRows needed = MissingRows.Of(writes);
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            StateRow.AddLock(batch);
            if (database.Options.Consistency == PostgresConsistency.Weak)
            {
                // Of this transaction alone: what is erased, reset or queued waits for the disk as ever.
                batch.Add("SET LOCAL synchronous_commit = off");
            }

            if (_sent is { First: null })
            {
                _note.AddQuestion(batch);
            }
            else if (_sent is { First: { } first })
            {
                // Behind the lock: an attempt that is still going on ends first.
                batch.Add("SELECT 1 FROM %.history WHERE sequence = $1 AND id = $2").With(first.Sequence).With(first.Id);
            }

            MissingRowsReader.AddTo(batch, needed);
            NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                HistoryState state = await StateRow.ReadAsync(reader).ConfigureAwait(false);
                bool hasHappened = false;
                if (_sent is not null)
                {
                    hasHappened = await RecentWrite.ReadAsync(reader).ConfigureAwait(false);
                }

                PostgresTables tables = new(state.Position.Sequence);
                await MissingRowsReader.ReadAsync(reader, needed, tables, CancellationToken.None).ConfigureAwait(false);
                return (state, hasHappened, tables);
            }
        }
    }
}
