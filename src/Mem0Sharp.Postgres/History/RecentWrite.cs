using System.Security.Cryptography;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>The note that a write leaves, in its transaction, where no row of the log tells that it happened: for when the answer to its COMMIT is lost.</summary>
internal sealed class RecentWrite
{
    /// <summary>Gets its id, which no other write has, on any host.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Notes it. Notes that nobody can ask for any more go: no call is made again for an hour.</summary>
    public void AddTo(PostgresBatch batch) => batch
        .Add("INSERT INTO %.recent_writes (id) VALUES ($1)").With(Id)
        .Add("DELETE FROM %.recent_writes WHERE made_at < now() - interval '1 hour'");

    /// <summary>Asks whether it happened. Behind the lock of the state, where an attempt that was still going on has ended.</summary>
    public void AddQuestion(PostgresBatch batch) => batch.Add("SELECT 1 FROM %.recent_writes WHERE id = $1").With(Id);

    /// <summary>Reads the answer, and goes on to the next result.</summary>
    public static async Task<bool> ReadAsync(NpgsqlDataReader reader)
    {
        bool hasHappened = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
        return hasHappened;
    }
}
