using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Benchmarks;

/// <summary>The same texts in SQLite's full-text search (FTS5, Porter stems), in memory, with one prepared statement.</summary>
internal sealed class FullTextTable : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteCommand _search;

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
        _search = _connection.CreateCommand();
        _search.CommandText = "SELECT id FROM memories WHERE memories MATCH $words AND owner = $owner ORDER BY bm25(memories) LIMIT $top";
    }

    public IReadOnlyList<string> Search(string question, string user, int top)
    {
        _search.Parameters.Clear();
        _search.Parameters.AddWithValue("$words", string.Join(" OR ", question.Split(' ')));
        _search.Parameters.AddWithValue("$owner", user);
        _search.Parameters.AddWithValue("$top", top);
        using SqliteDataReader reader = _search.ExecuteReader();
        List<string> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    public void Dispose()
    {
        _search.Dispose();
        _connection.Dispose();
    }
}
