using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Benchmarks;

/// <summary>The same texts in SQLite's full-text search (FTS5, Porter stems), in memory, with a prepared statement for all and one for one user.</summary>
internal sealed class FullTextTable : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteCommand _all;
    private readonly SqliteCommand _owned;

    public FullTextTable(IEnumerable<(string Id, string User, string Text)> memories)
    {
        _connection.Open();
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand create = _connection.CreateCommand();
        create.CommandText = "CREATE VIRTUAL TABLE memories USING fts5(id UNINDEXED, owner UNINDEXED, text, tokenize = 'porter unicode61')";
        create.ExecuteNonQuery();
        using SqliteCommand insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO memories (id, owner, text) VALUES ($id, $owner, $text)";
        foreach ((string id, string user, string text) in memories)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$id", id);
            insert.Parameters.AddWithValue("$owner", user);
            insert.Parameters.AddWithValue("$text", text);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        _all = Prepare("SELECT id FROM memories WHERE memories MATCH $words ORDER BY bm25(memories) LIMIT $top");
        _owned = Prepare("SELECT id FROM memories WHERE memories MATCH $words AND owner = $owner ORDER BY bm25(memories) LIMIT $top");
    }

    /// <summary>Finds the best texts that have any of the words.</summary>
    /// <param name="question">The words, separated by spaces.</param>
    /// <param name="user">Whose they have to be; null for everybody's.</param>
    /// <param name="top">How many at most.</param>
    public IReadOnlyList<string> Search(string question, string? user, int top)
    {
        SqliteCommand search = user is null ? _all : _owned;
        search.Parameters.Clear();
        search.Parameters.AddWithValue("$words", string.Join(" OR ", question.Split(' ')));
        search.Parameters.AddWithValue("$top", top);
        if (user is not null)
        {
            search.Parameters.AddWithValue("$owner", user);
        }

        using SqliteDataReader reader = search.ExecuteReader();
        List<string> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    public void Dispose()
    {
        _all.Dispose();
        _owned.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
