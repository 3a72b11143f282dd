using Mem0Sharp.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Faults;

/// <summary>Writes a file of each format that the library no longer writes.</summary>
internal static class FormerFormat
{
    private const int Memories = 12;
    private const int Dimensions = 16;

    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The formats, each with what writes a file of it.</summary>
    public static IReadOnlyList<(long Format, Func<string, Task> WriteAsync)> All { get; } =
    [
        (1, FirstAsync),
        (2, path => DumpAsync("second-format.sql", path)),
        (3, path => DumpAsync("third-format.sql", path)),
        (4, path => DumpAsync("fourth-format.sql", path)),
        (5, path => DumpAsync("fifth-format.sql", path)),
    ];

    private static async Task FirstAsync(string path)
    {
        using DeterministicEmbeddingGenerator embeddings = new(Dimensions);
        using FirstFormatFile file = new(path);
        file.Space(embeddings.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId!, Dimensions);
        for (int i = 0; i < Memories; i++)
        {
            MemoryItem item = Item($"memory-{i}", $"Fact {i} was new.", 1);
            await AppendAsync("ADD", item);
            await AppendAsync("UPDATE", item with { Version = 2, Text = $"Fact {i} was changed.", Tags = ["changed"] });
            if (i % 3 == 0)
            {
                await AppendAsync("DELETE", item with { Version = 3, Text = $"Fact {i} was changed." });
            }

            if (i % 6 == 0)
            {
                await AppendAsync("RESTORE", item with { Version = 4 });
            }
        }

        async Task AppendAsync(string change, MemoryItem item) => file.Append(
            change,
            item with { RecordedAt = Noon.AddMinutes(file.Rows.Count) },
            (await embeddings.GenerateVectorAsync(item.Text)).ToArray(),
            reason: "said so");
    }

    private static MemoryItem Item(string id, string text, int version) => new()
    {
        Id = id,
        Text = text,
        Scope = CrashChild.Scope,
        Version = version,
        CreatedAt = Noon,
        UpdatedAt = Noon,
        RecordedAt = Noon,
    };

    private static async Task DumpAsync(string dump, string path)
    {
        using StreamReader text = new(typeof(FormerFormat).Assembly.GetManifestResourceStream(dump)!);
        await using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A resource of this program.
        command.CommandText = "PRAGMA journal_mode = WAL;" + await text.ReadToEndAsync();
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
