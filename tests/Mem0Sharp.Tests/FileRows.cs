using System.Globalization;

namespace Mem0Sharp.Tests;

/// <summary>All that a memory file holds, row by row, and what the generators were asked: equal before and after says that nothing happened.</summary>
internal sealed record FileRows(string Rows, int EmbeddingCalls, int ModelCalls)
{
    public static FileRows Of(MemoryFixture fixture)
    {
        IEnumerable<string> tables = fixture
            .Sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .Select(row => (string)row[0]!);
        IEnumerable<string> rows = tables.SelectMany(table => fixture
            .Sql($"SELECT * FROM {table}")
            .Select(row => $"{table}|{string.Join('|', row.Select(Plain))}")
            .Order(StringComparer.Ordinal));
        return new FileRows(string.Join('\n', rows), fixture.Embeddings.CallCount, fixture.Chat.Requests.Count);
    }

    private static string Plain(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
