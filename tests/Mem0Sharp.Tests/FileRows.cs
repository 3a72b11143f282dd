namespace Mem0Sharp.Tests;

/// <summary>All that a memory's store holds, row by row, and what the generators were asked: equal before and after says that nothing happened.</summary>
internal sealed record FileRows(string Rows, int EmbeddingCalls, int ModelCalls)
{
    public static FileRows Of(MemoryFixture fixture) =>
        new(string.Join('\n', fixture.Rows()), fixture.Embeddings.CallCount, fixture.Chat.Requests.Count);
}
