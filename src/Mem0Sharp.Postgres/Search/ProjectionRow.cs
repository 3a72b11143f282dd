using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>The one row that says how far a log that is kept elsewhere was applied. Who writes holds it.</summary>
internal static class ProjectionRow
{
    /// <summary>Notes the space where nothing is stored yet, and gets the position.</summary>
    /// <exception cref="EmbeddingDimensionException">The store holds vectors of another length.</exception>
    public static async Task<HistoryPosition> OpenAsync(
        PostgresDatabase database, NpgsqlConnection connection, EmbeddingSpace space, CancellationToken cancellationToken)
    {
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            (HistoryPosition position, int dimensions) = (await batch
                .Add("""
                    INSERT INTO %.projection (epoch, sequence, model, dimensions) VALUES (0, 0, $1, $2)
                    ON CONFLICT (id) DO UPDATE SET model = excluded.model,
                        dimensions = CASE WHEN projection.sequence = 0 THEN excluded.dimensions ELSE projection.dimensions END
                    RETURNING epoch, sequence, dimensions
                    """)
                .With(space.Model).With(space.Dimensions)
                .RowsAsync(row => (new HistoryPosition(row.GetInt64(0), row.GetInt64(1)), row.GetInt32(2)), cancellationToken).ConfigureAwait(false))[0];
            return dimensions == space.Dimensions ? position : throw new EmbeddingDimensionException(dimensions, space.Dimensions);
        }
    }
}
