using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/keeping.md.</summary>
internal static class Keeping
{
    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("keeping.db").Build();
        await memory.AddAsync("I like tea", MemoryScope.ForUser("alice"));
        await BackUpAsync(memory);
        File.Move(Directory.GetFiles(".", "memories-*.db").Single(), "backup.db");
        await RestoreAsync();
    }

    private static async Task BackUpAsync(Memory memory)
    {
        // snippet: backup
        await memory.BackupAsync($"memories-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}.db");
        // end-snippet
    }

    private static async Task RestoreAsync()
    {
        // snippet: open-backup
        await using Memory restored = new MemoryBuilder().UseSqlite("backup.db").Build();
        MemoryCheckResult check = await restored.CheckAsync();
        // end-snippet
        Console.WriteLine(check);
    }
}
