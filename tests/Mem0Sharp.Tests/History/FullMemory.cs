using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.History;

/// <summary>A memory with every property set to something that is not its default, and a comparison of all of them.</summary>
internal static class FullMemory
{
    public static MemoryItem Item { get; } = new()
    {
        Id = "0199aaaa-0000-7000-8000-000000000001",
        Text = "Prefers decaf \u2615 since \u202Enoon",
        Scope = MemoryScope.ForUser("alice", "coach", "run-1", "web"),
        LinkedAgentIds = ["agent-b", "agent-a"],
        LinkedRunIds = ["run-3", "run-2"],
        Metadata = MemoryMetadata.From(JsonNode.Parse("""{"z":1.10,"a":{"deep":[null,true,{"user_id":"bob"}]},"n":null}""")!.AsObject()),
        Entities = [new MemoryEntity(MemoryEntityKind.Name, "decaf \u2615"), new MemoryEntity(MemoryEntityKind.Date, "2026-05")],
        Tags = ["food", "a\"b", "\u00e9"],
        Links = [new("0199aaaa-0000-7000-8000-000000000003", 0.1 + 0.2), new("link-\u00fc")],
        Version = 7,
        Type = MemoryType.Episodic,
        IsImmutable = true,
        CreatedAt = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1),
        UpdatedAt = new DateTimeOffset(2025, 1, 2, 3, 4, 6, TimeSpan.Zero).AddTicks(9_999_999),
        RecordedAt = new DateTimeOffset(2025, 1, 2, 3, 4, 7, TimeSpan.Zero).AddTicks(1_000_000),
        ValidFrom = DateTimeOffset.MinValue,
        ValidTo = DateTimeOffset.MaxValue,
        ExpiresAt = new DateTimeOffset(2030, 12, 31, 23, 59, 59, TimeSpan.Zero),
        ActorId = "Alice B.",
        Role = "user",
        Source = new MemorySource(["#0", "msg \u00fc"]) { OccurredAt = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero).AddTicks(7) },
        ReviewOf = "0199aaaa-0000-7000-8000-000000000000",
        Salience = 0.1 + 0.2,
        Trust = MemoryTrust.Untrusted,
    };

    /// <summary>By reflection, so that a property added later is compared too.</summary>
    public static void ShouldBeSame(MemoryItem actual, MemoryItem expected)
    {
        foreach (PropertyInfo property in typeof(MemoryItem).GetProperties())
        {
            Plain(property.GetValue(actual)).Should().Be(Plain(property.GetValue(expected)), "{0} is kept", property.Name);
        }

        JsonSerializer.Serialize(actual).Should().Be(JsonSerializer.Serialize(expected));
    }

    public static string? Plain(object? value) => value switch
    {
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        MemoryMetadata metadata => JsonSerializer.Serialize(metadata),
        MemorySource source => Plain(source.MessageIds) + Plain(source.OccurredAt),
        IEnumerable<MemoryEntity> entities => string.Join('|', entities.Select(entity => $"{entity.Kind} {entity.Text}")),
        IEnumerable<MemoryLink> links => string.Join(' ', links.Select(link => $"{link.TargetId} {Plain(link.Strength)}")),
        IEnumerable<string> strings => JsonSerializer.Serialize(strings),
        MemoryScope scope => $"{scope.UserId}|{scope.AgentId}|{scope.RunId}|{scope.AppId}",
        _ => value?.ToString(),
    };
}
