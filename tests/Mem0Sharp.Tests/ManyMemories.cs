using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests;

/// <summary>
/// A memory with many memories of one user. All share words with the question; the first hundred, as many as a search looks for each way, are the
/// nearest and share the most, however many others there are: so a search finds the same.
/// </summary>
internal static class ManyMemories
{
    public const string Question = "Which note is about green tea with honey and lemon?";

    private const int Nearest = 100;

    /// <summary>Fills a memory, in a few transactions.</summary>
    /// <returns>The ids.</returns>
    public static async Task<IReadOnlyList<string>> AddAsync(Memory memory, int count, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim, Metadata = new JsonObject { ["turn"] = 1_000_000 } };
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(MemoryLimits.Messages))
        {
            MemoryAddResult added = await memory.AddAsync(
                numbers.Select(number => new ChatMessage(ChatRole.User, Text(number))),
                MemoryFixture.Alice,
                options,
                cancellationToken);
            ids.AddRange(added.Items.Select(item => item.Id));
        }

        return ids;
    }

    private static string Text(int number) => string.Create(
        CultureInfo.InvariantCulture, $"The note {number:00000} is about {(number < Nearest ? "green tea with honey and lemon" : "some other thing")}.");
}
