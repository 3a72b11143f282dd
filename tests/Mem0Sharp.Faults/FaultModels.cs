using Mem0Sharp.Testing;

namespace Mem0Sharp.Faults;

/// <summary>The two embedding models between which a file is moved to and fro. Whoever opens it has both, so it is never the wrong one.</summary>
internal static class FaultModels
{
    private const string Second = "second";

    public static MemoryBuilder UseModels(this MemoryBuilder builder, bool startsWithSecond = false)
    {
        DeterministicEmbeddingGenerator first = new(dimensions: 16), second = new(dimensions: 24, Second);
        return startsWithSecond
            ? builder.UseEmbeddings(second).UsePreviousEmbeddings(first)
            : builder.UseEmbeddings(first).UsePreviousEmbeddings(second);
    }

    /// <summary>Moves a file to the model that it is not of, by a memory of its own, as another process would.</summary>
    /// <param name="memory">A memory of the file.</param>
    /// <param name="history">The history to move: of the same file.</param>
    public static async Task MoveAsync(Memory memory, SqliteHistoryStore history)
    {
        await memory.OpenAsync();
        bool isSecond = string.Equals(memory.EmbeddingModel, Second, StringComparison.Ordinal);
        await using Memory mover = new MemoryBuilder().UseHistory(history).UseModels(startsWithSecond: !isSecond).Build();
        await mover.ReembedAsync();
    }
}
