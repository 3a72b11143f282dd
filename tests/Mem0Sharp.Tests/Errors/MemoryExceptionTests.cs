using System.Reflection;

namespace Mem0Sharp.Tests.Errors;

public sealed class MemoryExceptionTests
{
    private static readonly Exception Cause = new InvalidOperationException("cause");

    private static readonly EmbeddingSpace Stored = new("model-a", 3);

    private static readonly EmbeddingSpace Configured = new("model-b", 4);

    public static TheoryData<string> All => [.. Examples.Keys];

    private static Dictionary<string, (MemoryException Error, string Code, string Details, string Debug, bool IsTransient)> Examples { get; } = new(StringComparer.Ordinal)
    {
        ["not found"] = (new MemoryNotFoundException("m1"), "memory_not_found", "memory_id=m1", "", false),
        ["validation"] = (new MemoryValidationException("text", "Blank.", "Give text."), "validation_failed", "parameter=text", "", false),
        ["conflict"] = (new MemoryConflictException("m1", 2, 3), "version_conflict", "memory_id=m1,expected_version=2,actual_version=3", "", false),
        ["immutable"] = (new ImmutableMemoryException("m1"), "memory_immutable", "memory_id=m1", "", false),
        ["trust"] = (
            new InsufficientTrustException("m1", MemoryTrust.Trusted, MemoryTrust.Standard), "trust_insufficient",
            "memory_id=m1,required=Trusted,actual=Standard", "", false),
        ["configuration"] = (new MemoryConfigurationException("Wrong.", "Set it.", Cause), "configuration_invalid", "", "", false),
        ["embedding"] = (new EmbeddingException("Bad.", Cause), "embedding_failed", "", "", false),
        ["dimension"] = (new EmbeddingDimensionException(3, 4), "embedding_dimension_mismatch", "expected=3,actual=4", "", false),
        ["space"] = (
            new EmbeddingSpaceException(Stored, Configured), "embedding_space_mismatch",
            "stored_model=model-a,stored_dimensions=3,configured_model=model-b,configured_dimensions=4", "", false),
        ["response"] = (new ModelResponseException("extract", "No JSON.", Cause), "model_response_unreadable", "stage=extract", "", true),
        ["store"] = (
            new MemoryStoreException("Busy.", isTransient: true, innerException: Cause, nativeErrorCode: 5), "store_failed",
            "is_committed=False", "native_error_code=5", true),
        ["store, committed"] = (new MemoryStoreException("Late.", isCommitted: true), "store_failed", "is_committed=True", "", false),
        ["network"] = (new MemoryNetworkException("chat", "Down.", Cause), "network_failed", "service=chat", "", true),
        ["network, 400"] = (new MemoryNetworkException("chat", "Bad.", Cause, 400), "network_failed", "service=chat", "http_status=400", false),
        ["erased"] = (new MemoryErasedException("m1"), "memory_erased", "memory_id=m1", "", false),
        ["key, other request"] = (IdempotencyKeyException.OtherRequest(), "idempotency_key_used", "", "", false),
        ["key, erased"] = (IdempotencyKeyException.Erased(), "idempotency_key_used", "", "", false),
        ["export"] = (new MemoryExportException(12, "It is no JSON."), "export_unreadable", "line=12", "", false),
        ["migration"] = (new HistoryMigrationException("They differ.", "Begin anew.", 12), "migration_failed", "sequence=12", "", false),
        ["migration, changing"] = (HistoryMigrationException.Changing(), "migration_failed", "sequence=0", "", true),
        ["access"] = (new MemoryAccessDeniedException("file", "No.", Cause), "access_denied", "resource=file", "", false),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Error_Facts_AreAllThere(string name)
    {
        (MemoryException error, string code, string details, string debug, bool isTransient) = Examples[name];

        error.ErrorCode.Should().Be(code);
        Plain(error.Details).Should().Be(details);
        Plain(error.DebugInfo).Should().Be(debug);
        error.IsTransient.Should().Be(isTransient);
        error.Message.Should().NotBeNullOrWhiteSpace().And.EndWith(".");
        error.Suggestion.Should().NotBeNullOrWhiteSpace().And.EndWith(".");
    }

    [Fact]
    public void Errors_EveryType_HasAnExample() =>
        typeof(MemoryException).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(MemoryException)))
            .Should().BeEquivalentTo(Examples.Values.Select(example => example.Error.GetType()).Distinct());

    [Fact]
    public void ErrorCodes_All_AreRaisedByAnErrorAndDistinct()
    {
        string[] codes = [.. typeof(MemoryErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];

        codes.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(Examples.Values.Select(example => example.Code).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Properties_Facts_AreTyped()
    {
        MemoryConflictException conflict = new("m1", 2, 3);
        (conflict.MemoryId, conflict.ExpectedVersion, conflict.ActualVersion).Should().Be(("m1", 2, 3));
        conflict.Parts.Should().BeEmpty();
        new MemoryConflictException("m1", 2, 3, ["metadata.city"]).Parts.Should().Equal("metadata.city");
        new MemoryExportException(12, "It is no JSON.").Line.Should().Be(12);
        new HistoryMigrationException("They differ.", "Begin anew.", 12).Sequence.Should().Be(12);
        new MemoryErasedException("m1").MemoryId.Should().Be("m1");
        new MemoryNotFoundException("m1").MemoryId.Should().Be("m1");
        new ImmutableMemoryException("m1").MemoryId.Should().Be("m1");
        new MemoryValidationException("text", "Blank.", "Give text.").Parameter.Should().Be("text");
        EmbeddingDimensionException dimension = new(3, 4);
        (dimension.Expected, dimension.Actual).Should().Be((3, 4));
        EmbeddingSpaceException space = new(Stored, Configured);
        (space.Stored, space.Configured).Should().Be((Stored, Configured));
        space.Message.Should().Contain("model-a").And.Contain("model-b");
        new ModelResponseException("extract", "No JSON.").Stage.Should().Be("extract");
        new MemoryNetworkException("chat", "Down.").Service.Should().Be("chat");
        new MemoryAccessDeniedException("file", "No.").Resource.Should().Be("file");
        new MemoryStoreException("Late.", isCommitted: true).IsCommitted.Should().BeTrue();
    }

    [Theory]
    [InlineData("configuration")]
    [InlineData("embedding")]
    [InlineData("response")]
    [InlineData("store")]
    [InlineData("network")]
    [InlineData("access")]
    public void InnerException_Cause_IsKept(string name) => Examples[name].Error.InnerException.Should().BeSameAs(Cause);

    [Fact]
    public void Message_ErrorsThatNameAMemory_DoNotQuoteWhatWasGiven()
    {
        const string Given = "my private thought, pasted as an id";

        new MemoryNotFoundException(Given).Message.Should().NotContain(Given);
        new MemoryConflictException(Given, 1, 2).Message.Should().NotContain(Given);
        new ImmutableMemoryException(Given).Message.Should().NotContain(Given);
        new MemoryErasedException(Given).Message.Should().NotContain(Given);
        new MemoryConflictException(Given, 1, 2, [Given]).Message.Should().NotContain(Given);
    }

    [Fact]
    public void Suggestion_CommittedStoreError_SaysNotToRepeat()
    {
        new MemoryStoreException("Late.", isCommitted: true).Suggestion.Should().Contain("do not repeat");
        new MemoryStoreException("Failed.").Suggestion.Should().Contain("Nothing was written");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(301, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(409, true)]
    [InlineData(413, false)]
    [InlineData(422, false)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void IsTransient_NetworkError_FollowsTheStatus(int? status, bool expected) =>
        new MemoryNetworkException("chat", "Failed.", innerException: null, status).IsTransient.Should().Be(expected);

    private static string Plain(IReadOnlyDictionary<string, object?> facts) => string.Join(',', facts.Select(fact => $"{fact.Key}={fact.Value}"));
}
