using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mem0Sharp.Tests;

/// <summary>Checks in the file itself that no text stands with another text's vector.</summary>
internal static class FileVectors
{
    public static void ShouldFit(MemoryFixture fixture)
    {
        List<object?[]> rows = fixture.Sql(
            "SELECT CAST(h.record AS BLOB), e.vector FROM history h LEFT JOIN embeddings e ON e.hash = h.text_hash");
        rows.Should().NotBeEmpty();
        foreach (object?[] row in rows)
        {
            using JsonDocument record = JsonDocument.Parse((byte[])row[0]!);
            string text = record.RootElement.GetProperty("memory").GetString()!;
            float[] stored = MemoryMarshal.Cast<byte, float>((byte[])row[1]!).ToArray();
            float[] own = fixture.Embeddings.VectorOf(text);
            stored.Should().HaveSameCount(own);
            stored.Zip(own).Should().OnlyContain(pair => MathF.Abs(pair.First - pair.Second) < 1e-5f);
        }
    }
}
