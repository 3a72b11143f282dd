using System.Text.Json;

namespace Mem0Sharp.Tests.Apply;

/// <summary>The error of a write is the same when the call is repeated: its type, its words and its facts (B9).</summary>
public sealed class RecordedErrorTests
{
    public static TheoryData<string, MemoryException> Errors => new()
    {
        { "conflict", new MemoryConflictException("a", 1, 2, ["text", "tags"]) },
        { "not found", new MemoryNotFoundException("a") },
        { "immutable", new ImmutableMemoryException("a") },
        { "trust", new InsufficientTrustException("a", MemoryTrust.Trusted, MemoryTrust.Untrusted) },
        { "erased", new MemoryErasedException("a") },
        { "space", new EmbeddingSpaceException(new EmbeddingSpace("one", 3), new EmbeddingSpace("two", 4)) },
        { "validation", new MemoryValidationException("text", "It is blank.", "Give a text.") },
        { "store", new MemoryStoreException("It failed.") },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Read_OfWhatWasWritten_IsTheSameError_B9(string kind, MemoryException error)
    {
        MemoryException read = Read(error)!;

        read.Should().BeOfType(error.GetType(), kind);
        (read.ErrorCode, read.Message, read.Suggestion).Should().Be((error.ErrorCode, error.Message, error.Suggestion));
        read.Details.Should().BeEquivalentTo(error.Details);
    }

    [Fact]
    public void Read_WhereThereWasNone_IsNull() => Read(null).Should().BeNull();

    private static MemoryException? Read(MemoryException? error)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            RecordedError.Write(writer, "error", error);
            writer.WriteEndObject();
        }

        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        return RecordedError.Read(json.RootElement, "error");
    }
}
