using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Testing;

/// <summary>A memory with every member set, to see whether all of it comes back.</summary>
internal static class FullItem
{
    public static MemoryItem Create() => new()
    {
        // One tick (100 ns): stores whose own time type is coarser must keep the rest elsewhere.
        Id = "0199-full",
        Text = "Ünïcödé 🦜 \"quoted\" \\ and\na second line",
        Scope = MemoryScope.ForUser("user-1", "agent-1", "run-1", "app-1"),
        LinkedAgentIds = ["agent-2", "agent-0"],
        LinkedRunIds = ["run-9", "run-2", "run-3"],
        Metadata = MemoryMetadata.From((JsonObject)JsonNode.Parse(
            """{"z":1,"a":{"nested":[1,2.50,null,true,"x"]},"big":12345678901234567890,"empty":{},"ключ":"значение"}""")!),
        Tags = ["b", "a", "B", "ü"],
        Links = [new MemoryLink("0199-other", 0.1234567890123), new MemoryLink("ü")],
        Version = 7,
        Type = MemoryType.Episodic,
        IsImmutable = true,
        CreatedAt = Sample.Start.AddTicks(1),
        UpdatedAt = Sample.Start.AddDays(1).AddTicks(2),
        RecordedAt = Sample.Start.AddDays(2).AddTicks(3),
        ValidFrom = Sample.Start.AddYears(-100).AddTicks(4),
        ValidTo = Sample.Start.AddYears(100).AddTicks(5),
        ExpiresAt = Sample.Start.AddYears(1).AddTicks(6),
        ActorId = "actor-1",
        Role = "assistant",
        Source = new MemorySource(["message-1", "#2"]) { OccurredAt = Sample.Start.AddDays(-1).AddTicks(7) },
        Salience = 0.1234567890123,
    };

    public static void ExpectSame(ConformanceRun run, MemoryItem expected, MemoryItem actual)
    {
        // By value: a store may keep the keys of an object in another order.
        JsonElement wanted = Json(expected);
        JsonElement found = Json(actual);
        if (!JsonElement.DeepEquals(wanted, found))
        {
            throw run.Failure($"the memory came back different: expected {wanted.GetRawText()}, actual {found.GetRawText()}");
        }
    }

    // The type names its own converter, which reads no member by reflection; the converter is not visible to a source generator.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MemoryItem has a converter of its own.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "MemoryItem has a converter of its own.")]
    private static JsonElement Json(MemoryItem item) => JsonSerializer.SerializeToElement(item);
}
