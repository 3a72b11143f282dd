using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What an add did, as it is recorded with its call.</summary>
internal static class AddOutcomes
{
    // All that a model may count, as its own library writes it.
    private static readonly JsonTypeInfo<UsageDetails> UsageJson =
        (JsonTypeInfo<UsageDetails>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(UsageDetails));

    public static HistoryCallOutcome Describe(MemoryAddResult result)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("facts");
            foreach (FactResult fact in result.Facts)
            {
                Write(writer, fact);
            }

            writer.WriteEndArray();
            writer.WriteNumber("calls", result.ModelCalls);
            if (result.Usage is not null)
            {
                writer.WritePropertyName("usage");
                JsonSerializer.Serialize(writer, result.Usage, UsageJson);
            }

            writer.WriteEndObject();
        }

        IEnumerable<MemoryItem?> items = result.Facts.SelectMany(
            fact => fact.Candidates.Select(candidate => (MemoryItem?)candidate.Item).Append(fact.Item));
        return new HistoryCallOutcome(
            Encoding.UTF8.GetString(buffer.WrittenSpan), items.OfType<MemoryItem>().Select(item => item.Id).ToHashSet(StringComparer.Ordinal))
        {
            HoldsFacts = result.Facts.Any(fact => fact.Item is null),
        };
    }

    public static async Task<MemoryAddResult> ReadAsync(
        IHistoryStore history, string description, IReadOnlyList<SkippedImage> skippedImages, CancellationToken cancellationToken)
    {
        using JsonDocument json = JsonDocument.Parse(description);
        RecordedVersions versions = await RecordedVersions.ReadAsync(history, json.RootElement, cancellationToken).ConfigureAwait(false);
        return new MemoryAddResult(
            [.. json.RootElement.GetProperty("facts").EnumerateArray().Select(fact => Read(fact, versions))],
            ReadUsage(json.RootElement),
            json.RootElement.TryGetProperty("calls", out JsonElement calls) ? calls.GetInt32() : 0)
        {
            SkippedImages = skippedImages,
        };
    }

    private static void Write(Utf8JsonWriter writer, FactResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("text", result.Fact.Text);
        writer.WriteNumber("intent", (int)result.Fact.Intent);
        writer.WriteString("replaces", result.Fact.Replaces);
        if (result.Fact.Type is { } type)
        {
            writer.WriteNumber("type", (int)type);
        }

        Write(writer, "from", result.Fact.ValidFrom);
        Write(writer, "to", result.Fact.ValidTo);
        writer.WriteStartArray("messages");
        foreach (int message in result.Fact.Messages)
        {
            writer.WriteNumberValue(message);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("candidates");
        foreach (MemoryCandidate candidate in result.Candidates)
        {
            writer.WriteStartObject();
            WriteOutcomes.WriteVersion(writer, "item", candidate.Item);
            writer.WriteNumber("score", candidate.Score);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("outcome", (int)result.Outcome);
        WriteOutcomes.WriteVersion(writer, "item", result.Item);
        writer.WriteString("previous", result.PreviousText);
        writer.WriteString("reason", result.Reason);
        RecordedError.Write(writer, "error", result.Error);
        writer.WriteEndObject();
    }

    private static FactResult Read(JsonElement json, RecordedVersions versions) => new()
    {
        Fact = new ExtractedFact(json.GetProperty("text").GetString()!)
        {
            Intent = (FactIntent)json.GetProperty("intent").GetInt32(),
            Replaces = json.GetProperty("replaces").GetString(),
            Type = json.TryGetProperty("type", out JsonElement type) ? (MemoryType)type.GetInt32() : null,
            ValidFrom = Instant(json, "from"),
            ValidTo = Instant(json, "to"),
            Messages = [.. json.GetProperty("messages").EnumerateArray().Select(message => message.GetInt32())],
        },
        Candidates =
        [
            .. json.GetProperty("candidates").EnumerateArray()
                .Select(candidate => (Entry: versions.Of(candidate, "item"), Score: candidate.GetProperty("score").GetDouble()))
                .Where(candidate => candidate.Entry is not null)
                .Select(candidate => new MemoryCandidate(candidate.Entry!.Item, candidate.Score)),
        ],
        Outcome = (FactOutcome)json.GetProperty("outcome").GetInt32(),
        Item = versions.Of(json, "item")?.Item,
        PreviousText = json.GetProperty("previous").GetString(),
        Reason = json.GetProperty("reason").GetString(),
        Error = RecordedError.Read(json, "error"),
    };

    private static void Write(Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is { } at)
        {
            writer.WriteString(name, at);
        }
    }

    private static DateTimeOffset? Instant(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement instant) ? instant.GetDateTimeOffset() : null;

    private static UsageDetails? ReadUsage(JsonElement json) =>
        json.TryGetProperty("usage", out JsonElement usage) ? usage.Deserialize(UsageJson) : null;
}
