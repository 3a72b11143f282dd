using Mem0Sharp;
using Microsoft.Data.Sqlite;

namespace Snippets;

/// <summary>The code of docs/importing.md, run for real on files as Mem0 writes them.</summary>
internal static class Importing
{
    public static async Task RunAsync()
    {
        MakeHistory("history.db");
        await File.WriteAllTextAsync(
            "export.json",
            """
            {"results": [{"id": "8c2d", "memory": "Owns a cat", "user_id": "alice", "metadata": {"topic": "pets"},
              "created_at": "2025-05-01T10:00:00+00:00", "updated_at": "2025-05-01T10:00:00+00:00"}]}
            """);
        await using Memory memory = new MemoryBuilder().UseSqlite("importing.db").Build();
        await HistoryAsync(memory);
        await ExportAsync(memory);
        await SeveralUsersAsync(memory, new Dictionary<string, string>(StringComparer.Ordinal) { ["7f1e"] = "alice" });
        await memory.ResetAsync();
    }

    private static async Task HistoryAsync(Memory memory)
    {
        // snippet: history
        MemoryImportResult result = await memory.ImportAsync(
            MemoryImportSource.Mem0History("history.db"),
            new MemoryImportOptions { Scope = MemoryScope.ForUser("alice") });

        Console.WriteLine($"{result.ImportedCount} imported, {result.UnchangedCount} known already");
        foreach (MemoryImportItem failed in result.Where(item => item.Outcome == MemoryImportOutcome.Failed))
        {
            Console.WriteLine($"{failed.Id}: {failed.Error!.Message} {failed.Error.Suggestion}");
        }
        // end-snippet
    }

    private static async Task ExportAsync(Memory memory)
    {
        // snippet: export
        await memory.ImportAsync(MemoryImportSource.Mem0Json("export.json"));
        // end-snippet
    }

    private static async Task SeveralUsersAsync(Memory memory, Dictionary<string, string> userOf)
    {
        // snippet: several-users
        await memory.ImportAsync(
            MemoryImportSource.Mem0History("history.db"),
            new MemoryImportOptions
            {
                ScopeOf = id => userOf.TryGetValue(id, out string? user) ? MemoryScope.ForUser(user) : null,
            });
        // end-snippet
    }

    private static void MakeHistory(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE history (id TEXT PRIMARY KEY, memory_id TEXT, old_memory TEXT, new_memory TEXT, event TEXT,
                created_at DATETIME, updated_at DATETIME, is_deleted INTEGER, actor_id TEXT, role TEXT);
            INSERT INTO history VALUES
                ('1', '7f1e', NULL, 'Likes tea', 'ADD', '2025-05-01T10:00:00+00:00', NULL, 0, NULL, NULL),
                ('2', '7f1e', 'Likes tea', 'Likes coffee', 'UPDATE', '2025-05-01T10:00:00+00:00', '2025-06-01T10:00:00+00:00', 0, NULL, NULL);
            """;
        command.ExecuteNonQuery();
    }
}
