using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests;

/// <summary>A memory with many memories of one user, all of the same form and length: what one costs, another does.</summary>
internal static class ManyMemories
{
    /// <summary>A question that shares words with all of them.</summary>
    public const string Question = "What is the note about tea?";

    /// <summary>Fills a memory, in a few transactions.</summary>
    /// <returns>The ids.</returns>
    public static async Task<IReadOnlyList<string>> AddAsync(Memory memory, int count, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim, Metadata = new JsonObject { ["turn"] = 1_000_000 } };
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(MemoryLimits.Messages))
        {
            MemoryAddResult added = await memory.AddAsync(
                numbers.Select(number => new ChatMessage(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"The note {number:00000} is about tea."))),
                MemoryFixture.Alice,
                options,
                cancellationToken);
            ids.AddRange(added.Items.Select(item => item.Id));
        }

        return ids;
    }
}
