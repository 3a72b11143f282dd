using System.Text.Json;

namespace Mem0Sharp.Tests;

/// <summary>Checks in the store itself that no text stands with another text's vector.</summary>
internal static class FileVectors
{
    public static void ShouldFit(MemoryFixture fixture)
    {
        List<(byte[] Record, float[]? Vector)> rows = fixture.RecordsWithVectors();
        rows.Should().NotBeEmpty();
        foreach ((byte[] written, float[]? stored) in rows)
        {
            using JsonDocument record = JsonDocument.Parse(written);
            string text = record.RootElement.GetProperty("memory").GetString()!;
            float[] own = fixture.Embeddings.VectorOf(text);
            stored.Should().HaveSameCount(own);
            stored!.Zip(own).Should().OnlyContain(pair => MathF.Abs(pair.First - pair.Second) < 1e-5f);
        }
    }
}
