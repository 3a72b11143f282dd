using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

/// <summary>Writes and reads a <see cref="MemoryItem"/> as JSON, under Mem0's names. Nulls and empty lists are left out.</summary>
/// <remarks>
/// Thread-safe. Public so that source-generated serializers outside this assembly can use it; it is on the type already. Written by
/// hand: it is the format of the log, which must not change because a property was renamed.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MemoryItemJsonConverter : JsonConverter<MemoryItem>
{
    /// <summary>The longest name that a property has: what is longer is not known.</summary>
    private const int LongestName = 32;

    private static readonly MemoryItem Unset = new() { Id = string.Empty, Text = string.Empty, Scope = MemoryScope.ForUser("unknown") };

    /// <summary>Reads a memory. A null counts as absent, as in what Mem0 writes, and what is not known is skipped.</summary>
    /// <param name="reader">Stands at the start of the object; afterwards at its end.</param>
    /// <param name="metadata">Makes metadata of its JSON.</param>
    internal static MemoryItem Read(ref Utf8JsonReader reader, Func<JsonElement, MemoryMetadata> metadata)
    {
        Require(ref reader, JsonTokenType.StartObject);
        string? id = null, text = null, userId = null, agentId = null, runId = null, appId = null, actorId = null, role = null, reviewOf = null;
        IReadOnlyList<string> linkedAgents = Unset.LinkedAgentIds, linkedRuns = Unset.LinkedRunIds, tags = Unset.Tags;
        IReadOnlyList<MemoryEntity>? entities = null;
        IReadOnlyList<MemoryLink> links = Unset.Links;
        MemoryMetadata keys = Unset.Metadata;
        (int version, MemoryType type, MemoryTrust trust, double salience, bool isImmutable) = (Unset.Version, Unset.Type, Unset.Trust, Unset.Salience, false);
        DateTimeOffset created = default, updated = default, recorded = default;
        DateTimeOffset? validFrom = null, validTo = null, expires = null;
        MemorySource? source = null;

        // Without a string for each name: a file is opened by reading every record of it.
        Span<char> name = stackalloc char[LongestName];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int length = (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) <= LongestName ? reader.CopyString(name) : 0;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            switch (name[..length])
            {
                case "id": id = reader.GetString(); break;
                case "memory": text = reader.GetString(); break;
                case "user_id": userId = reader.GetString(); break;
                case "agent_id": agentId = reader.GetString(); break;
                case "run_id": runId = reader.GetString(); break;
                case "app_id": appId = reader.GetString(); break;
                case "actor_id": actorId = reader.GetString(); break;
                case "role": role = reader.GetString(); break;
                case "linked_agent_ids": linkedAgents = Strings(ref reader); break;
                case "linked_run_ids": linkedRuns = Strings(ref reader); break;
                case "metadata": keys = metadata(JsonElement.ParseValue(ref reader)); break;
                case "tags": tags = Strings(ref reader); break;
                case "entities":
                    entities = EntityJson.Read(JsonElement.ParseValue(ref reader)) ?? throw new JsonException("A memory has no list of entities.");
                    break;
                case "links": links = Links(ref reader); break;
                case "version": version = reader.GetInt32(); break;
                case "memory_type": type = WireNames.MemoryType(reader.GetString()!); break;
                case "immutable": isImmutable = reader.GetBoolean(); break;
                case "created_at": created = Instant(ref reader); break;
                case "updated_at": updated = Instant(ref reader); break;
                case "recorded_at": recorded = Instant(ref reader); break;
                case "valid_from": validFrom = Instant(ref reader); break;
                case "valid_to": validTo = Instant(ref reader); break;
                case "expiration_date": expires = Instant(ref reader); break;
                case "source_message_ids": source = new MemorySource(Strings(ref reader)) { OccurredAt = source?.OccurredAt }; break;
                case "source_occurred_at": source = (source ?? new MemorySource([])) with { OccurredAt = Instant(ref reader) }; break;
                case "review_of": reviewOf = reader.GetString(); break;
                case "trust_tier": trust = WireNames.MemoryTrust(reader.GetString()!); break;
                case "salience": salience = reader.GetDouble(); break;
                default: Skip(ref reader); break;
            }
        }

        return new MemoryItem
        {
            Id = id ?? throw new JsonException("A memory has no id."),
            Text = text ?? throw new JsonException("A memory has no text."),
            Scope = MemoryScope.Create(userId, agentId, runId, appId),
            LinkedAgentIds = linkedAgents,
            LinkedRunIds = linkedRuns,
            Metadata = keys,
            Tags = tags,
            RecordedEntities = entities,
            Links = links,
            Version = version,
            Type = type,
            IsImmutable = isImmutable,
            CreatedAt = created,
            UpdatedAt = updated,
            RecordedAt = recorded,
            ValidFrom = validFrom,
            ValidTo = validTo,
            ExpiresAt = expires,
            ActorId = actorId,
            Role = role,
            Source = source,
            ReviewOf = reviewOf,
            Trust = trust,
            Salience = salience,
        };
    }

    internal static void Write(Utf8JsonWriter writer, MemoryItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("id", item.Id);
        writer.WriteString("memory", item.Text);
        writer.WriteString("hash", item.Hash);
        Write(writer, "user_id", item.Scope.UserId);
        Write(writer, "agent_id", item.Scope.AgentId);
        Write(writer, "run_id", item.Scope.RunId);
        Write(writer, "app_id", item.Scope.AppId);
        Write(writer, "linked_agent_ids", item.LinkedAgentIds);
        Write(writer, "linked_run_ids", item.LinkedRunIds);
        if (item.Metadata.Count > 0)
        {
            writer.WritePropertyName("metadata");
            item.Metadata.WriteTo(writer);
        }

        Write(writer, "tags", item.Tags);
        if (item.RecordedEntities is not null)
        {
            EntityJson.Write(writer, "entities", item.RecordedEntities);
        }

        if (item.Links.Count > 0)
        {
            WriteLinks(writer, item.Links);
        }

        writer.WriteNumber("version", item.Version);
        writer.WriteString("memory_type", WireNames.Of(item.Type));
        if (item.IsImmutable)
        {
            writer.WriteBoolean("immutable", true);
        }

        writer.WriteString("created_at", item.CreatedAt);
        writer.WriteString("updated_at", item.UpdatedAt);
        writer.WriteString("recorded_at", item.RecordedAt);
        Write(writer, "valid_from", item.ValidFrom);
        Write(writer, "valid_to", item.ValidTo);
        Write(writer, "expiration_date", item.ExpiresAt);
        Write(writer, "actor_id", item.ActorId);
        Write(writer, "role", item.Role);
        if (item.Source is not null)
        {
            WriteArray(writer, "source_message_ids", item.Source.MessageIds);
            Write(writer, "source_occurred_at", item.Source.OccurredAt);
        }

        Write(writer, "review_of", item.ReviewOf);
        if (item.Trust != MemoryTrust.Standard)
        {
            writer.WriteString("trust_tier", WireNames.Of(item.Trust));
        }

        writer.WriteNumber("salience", item.Salience);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override MemoryItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Read(ref reader, MemoryMetadata.From);
        }
        catch (MemoryValidationException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MemoryItem value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Reads an instant as UTC; one without an offset is taken as UTC, never as the zone of this machine.</summary>
    private static DateTimeOffset Instant(ref Utf8JsonReader reader)
    {
        // As it is written here, with an offset behind the time: read once.
        if (!reader.HasValueSequence && reader.TokenType == JsonTokenType.String && reader.ValueSpan is [.., (byte)'+', _, _, (byte)':', _, _])
        {
            return reader.GetDateTimeOffset().ToUniversalTime();
        }

        DateTime value = reader.GetDateTime();
        return value.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(value, TimeSpan.Zero) : reader.GetDateTimeOffset().ToUniversalTime();
    }

    private static List<string> Strings(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray);
        List<string> strings = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(ref reader, JsonTokenType.String);
            strings.Add(reader.GetString()!);
        }

        return strings;
    }

    /// <exception cref="MemoryValidationException">An id or a strength is not acceptable.</exception>
    private static List<MemoryLink> Links(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray);
        List<MemoryLink> links = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(ref reader, JsonTokenType.StartObject);
            string? id = null;
            double strength = 1;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                switch (name)
                {
                    case "id": id = reader.GetString(); break;
                    case "strength": strength = reader.GetDouble(); break;
                    default: Skip(ref reader); break;
                }
            }

            links.Add(new MemoryLink(id ?? throw new JsonException("A link has no id."), strength));
        }

        return links;
    }

    private static void WriteLinks(Utf8JsonWriter writer, IReadOnlyList<MemoryLink> links)
    {
        writer.WriteStartArray("links");
        foreach (MemoryLink link in links)
        {
            writer.WriteStartObject();
            writer.WriteString("id", link.TargetId);
            writer.WriteNumber("strength", link.Strength);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Skips a value. Of a stream, the memory is in the buffer, but perhaps not the rest: the reader's own <c>Skip</c> refuses that.</summary>
    private static void Skip(ref Utf8JsonReader reader)
    {
        if (!reader.TrySkip())
        {
            throw new JsonException("A memory is cut off.");
        }
    }

    private static void Require(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"A memory has {reader.TokenType} where {type} is expected.");
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } instant)
        {
            writer.WriteString(name, instant);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            WriteArray(writer, name, values);
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
