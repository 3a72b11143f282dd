using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Faults;

/// <summary>The process under the native library whose every change of its files is written down: each kind of write, checkpoints, and several closings.</summary>
internal static class LostPagesChild
{
    public const string Name = "lost-pages-child";

    public const string File = "memories.db";

    private const int Openings = 4;

    public static async Task<int> RunAsync(string folder, string trace, string durability, TextWriter output)
    {
        string path = Path.Combine(folder, File);
        FaultLibrary.Trace(trace);
        int number = 0;
        for (int opening = 0; opening < Openings; opening++)
        {
            await using Memory memory = IoRun.Open(path, Enum.Parse<HistoryDurability>(durability, ignoreCase: true));
            IoRun run = new(memory, path, Acknowledge, number);
            await run.CallsAsync(rounds: 1, default);

            // After it the log is written anew from its beginning, over frames that are in the file already.
            Checkpoint(path);
            await run.CallsAsync(rounds: 1, default);
            number = run.Number;
        }

        return 0;

        void Acknowledge(CrashWrite write)
        {
            FaultLibrary.Mark(write.Number);
            output.WriteLine(JsonSerializer.Serialize(write));
        }
    }

    private static void Checkpoint(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }
}
