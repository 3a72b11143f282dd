using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Where a search is made: what it reads first there, and whether its answer is taken. Of one attempt.</summary>
internal sealed class SearchFrame
{
    // In the same exchange as the search, and before it: what the search sees is as new, or newer.
    private const string ReplicaState = """
        SELECT epoch, sequence, model, dimensions, pg_is_in_recovery(), (SELECT coalesce(max(step), 0) FROM %.format) FROM %.state
        """;

    private readonly HistoryPosition _least;
    private readonly bool _isReplica;

    private SearchFrame(bool isReplica, HistoryPosition least) => (_isReplica, _least) = (isReplica, least);

    /// <summary>Gets why the answer is not taken.</summary>
    public ReplicaRefusal Refusal { get; private set; }

    /// <summary>Gets the statement that tells where the log ends there.</summary>
    public string State => _isReplica ? ReplicaState : StateRow.Select;

    public static SearchFrame OfPrimary() => new(isReplica: false, HistoryPosition.Start);

    /// <param name="least">What it must have.</param>
    public static SearchFrame OfReplica(HistoryPosition least) => new(isReplica: true, least);

    /// <summary>Reads the answer of <see cref="State"/>.</summary>
    /// <returns>The state; null where the answer of the search is not to be taken.</returns>
    public async Task<HistoryState?> ReadAsync(NpgsqlDataReader reader)
    {
        if (_isReplica)
        {
            if (!await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Refusal = ReplicaRefusal.Behind;
                return null;
            }

            Refusal = !reader.GetBoolean(4) ? ReplicaRefusal.NoReplica
                : reader.GetInt32(5) != PostgresSchema.Version ? ReplicaRefusal.OtherFormat
                : SeenPosition.IsBefore(StateRow.Of(reader).Position, _least) ? ReplicaRefusal.Behind
                : ReplicaRefusal.None;
            if (Refusal != ReplicaRefusal.None)
            {
                return null;
            }

            return StateRow.Of(reader);
        }

        return await StateRow.ReadRowAsync(reader).ConfigureAwait(false);
    }
}
