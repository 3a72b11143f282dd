using System.Globalization;
using System.Text.Json.Nodes;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Faults;

/// <summary>The file that is damaged: a thousand memories with something in every table.</summary>
internal static class DamageFile
{
    public const int PageSize = 4_096;

    private const int Memories = 1_000;

    public static readonly MemoryScope Alice = MemoryScope.ForUser("alice"), Bob = MemoryScope.ForUser("bob");

    public static Memory Open(string path, bool check) => new MemoryBuilder()
        .UseHistory(new SqliteHistoryStore(new SqliteHistoryOptions { Path = path, CheckOnOpen = check, BusyTimeout = TimeSpan.FromSeconds(1) }))
        .UseEmbeddings(new DeterministicEmbeddingGenerator(dimensions: 16))
        .Build();

    /// <summary>Writes the file.</summary>
    /// <returns>The ids of all memories that were ever in it.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(string path, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await using Memory memory = new MemoryBuilder()
            .UseSqlite(path)
            .Configure(options => options.Durability = HistoryDurability.Relaxed)
            .UseEmbeddings(new DeterministicEmbeddingGenerator(dimensions: 16))
            .Build();
        for (int i = 0; i < Memories; i++)
        {
            MemoryAddOptions options = new()
            {
                Mode = MemoryAddMode.Verbatim,
                Metadata = new JsonObject { ["n"] = i },
                ChangedBy = "writer",
                ChangedByRole = "test",
                IdempotencyKey = i % 20 == 0 ? $"add {i}" : null,
            };
            MemoryAddResult added = await memory.AddAsync($"Fact {i} is worth {i * 7919 % 1000} points.", i % 10 == 9 ? Bob : Alice, options, cancellationToken);
            ids.Add(added.Items.Single().Id);
        }

        foreach ((string id, int i) in ids.Select((id, i) => (id, i)).ToList())
        {
            Task change = (i % 10) switch
            {
                0 => memory.UpdateAsync(
                    id, string.Create(CultureInfo.InvariantCulture, $"Owns boat {i}."), new MemoryUpdateOptions { Reason = $"because of {i}" }, cancellationToken),
                1 => memory.UpdateAsync(id, new MemoryPatch { Metadata = new JsonObject { ["rank"] = i } }, cancellationToken: cancellationToken),
                2 => memory.DeleteAsync(id, cancellationToken: cancellationToken),
                3 when i % 100 == 3 => memory.EraseAsync(id, cancellationToken),
                _ => Task.CompletedTask,
            };
            await change;
        }

        return ids;
    }
}
