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
        await OpenCheckedAsync();
        await ExportAsync(memory);
        await MigrateAsync(CancellationToken.None);
        await HealthAsync(memory, (await memory.GetAllAsync(MemoryScope.ForUser("alice")).FirstAsync()).Id, CancellationToken.None);
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

    private static async Task OpenCheckedAsync()
    {
        // snippet: check-on-open
        await using Memory certain = new MemoryBuilder().UseSqlite("backup.db").Configure(options => options.CheckOnOpen = true).Build();
        await certain.OpenAsync();
        // end-snippet
    }

    private static async Task ExportAsync(Memory memory)
    {
        // snippet: export-lines
        await using (FileStream file = File.Create("memories.jsonl"))
        {
            await memory.ExportAsync(file);
        }

        await using Memory copy = new MemoryBuilder().UseSqlite("copy.db").Build();
        MemoryImportResult result = await copy.ImportAsync(MemoryImportSource.Export("memories.jsonl"));
        // end-snippet
        Console.WriteLine(result);
    }

    private static async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // snippet: migrate
        await using SqliteHistoryStore source = new(new SqliteHistoryOptions { Path = "keeping.db" });
        await using SqliteHistoryStore target = new(new SqliteHistoryOptions { Path = "moved.db" });
        Progress<HistoryMigrationProgress> progress = new(now => Console.WriteLine($"{now.Copied} of {now.Total} rows"));
        HistoryMigrationResult moved = await source.MigrateAsync(target, progress, cancellationToken);
        Console.WriteLine($"{moved.Memories} memories, {moved.Rows} rows, {moved.Hash}");
        // end-snippet
    }

    private static async Task HealthAsync(Memory memory, string id, CancellationToken cancellationToken)
    {
        // snippet: health
        MemoryHealthReport report = await memory.CheckHealthAsync(cancellationToken);
        foreach (MemoryHealthCheck check in report.Checks)
        {
            Console.WriteLine($"{check.Name}: {check.Status}. {check.Description}");
        }
        // end-snippet

        // snippet: diagnose
        MemoryHealthReport closely = await memory.DiagnoseAsync(id, cancellationToken);
        // end-snippet
        Console.WriteLine(closely);
    }
}
