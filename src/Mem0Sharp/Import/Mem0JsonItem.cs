using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp;

/// <summary>Reads one memory of a <c>get_all</c> export, with the names of Mem0 or of <see cref="MemoryItem"/>.</summary>
/// <remarks>
/// Names may be in camel case, as TypeScript's. Not kept: <c>hash</c>, which follows from the text; <c>score</c>, which belongs to
/// a search; <c>version</c> and <c>recorded_at</c>, which begin anew; <c>trust_tier</c>, which only the import's options say. Any other unknown key that has a value goes into the metadata.
/// </remarks>
internal sealed class Mem0JsonItem
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<(string Name, JsonElement Value)> _others = [];

    private Mem0JsonItem(JsonElement json)
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string given = Text(() => property.Name);
            string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(given);
            if (property.Value.ValueKind == JsonValueKind.Null || name is "hash" or "score" or "version" or "recorded_at" or "trust_tier")
            {
                continue;
            }

            bool isOurs = IsKnown(name)
                && (name is not "memory_type" || TypeOf(property.Value) is not null)
                && (name is not "entities" || Entities(property.Value) is not null)
                && (name is not "links" || AreLinks(property.Value));
            if (!isOurs || !_values.TryAdd(name, property.Value))
            {
                _others.Add((given, property.Value));
            }
        }
    }

    public static ImportedMemory Read(JsonElement json, MemoryImportOptions options, DateTimeOffset now)
    {
        string id = string.Empty;
        try
        {
            Mem0JsonItem values = new(json.ValueKind == JsonValueKind.Object ? json : throw Wrong("results"));
            id = values.Text("id") ?? string.Empty;
            return new ImportedMemory(id, [new ImportedVersion(MemoryEvent.Add, ImportCheck.Checked(values.ToItem(id, options, now)))]);
        }
        catch (MemoryException error)
        {
            return ImportedMemory.Failed(id, error);
        }
    }

    private static bool IsKnown(string name) => name is "id" or "memory" or "metadata" or "user_id" or "agent_id" or "run_id" or "app_id"
        or "actor_id" or "role" or "created_at" or "updated_at" or "expiration_date" or "immutable" or "memory_type" or "tags" or "entities" or "links"
        or "valid_from" or "valid_to" or "salience" or "review_of" or "linked_agent_ids" or "linked_run_ids" or "source_message_ids"
        or "source_occurred_at";

    private static MemoryType? TypeOf(JsonElement value) => value.ValueKind != JsonValueKind.String ? null : Text(() => value.GetString()!) switch
    {
        "semantic" => MemoryType.Semantic,
        "episodic" => MemoryType.Episodic,
        "procedural" or "procedural_memory" => MemoryType.Procedural,
        "emotional" => MemoryType.Emotional,
        "reflective" => MemoryType.Reflective,
        _ => null,
    };

    private static IReadOnlyList<MemoryEntity>? Entities(JsonElement value)
    {
        try
        {
            return EntityJson.Read(value);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no entity of ours has one.
            return null;
        }
    }

    /// <summary>Tells whether something that is called "links" is what we call so: others may mean addresses by it.</summary>
    private static bool AreLinks(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(link =>
        link.ValueKind == JsonValueKind.Object
        && link.TryGetProperty("id", out JsonElement id)
        && id.ValueKind == JsonValueKind.String
        && (!link.TryGetProperty("strength", out JsonElement strength) || strength.ValueKind == JsonValueKind.Number));

    /// <exception cref="MemoryValidationException">The JSON says half a surrogate pair, which the parser refuses to make a text.</exception>
    private static string Text(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new MemoryValidationException(
                "json", "A text of the memory holds half a surrogate pair, which is no character.", "Remove or repair it.");
        }
    }

    private static MemoryValidationException Wrong(string name) => new(
        name, $"The memory's \"{name}\" is of another JSON type than Mem0 writes.", "Correct it, or leave it out.");

    private MemoryItem ToItem(string id, MemoryImportOptions options, DateTimeOffset now)
    {
        MemoryMetadata metadata = Metadata();
        DateTimeOffset? created = Instant("created_at");
        DateTimeOffset? updated = Instant("updated_at");
        return new MemoryItem
        {
            Id = Validate.Id(id, "id"),
            Text = Text("memory") ?? throw new MemoryValidationException("memory", "The memory has no text.", "Leave it out."),
            Scope = Scope() ?? options.ScopeFor(id),
            LinkedAgentIds = Texts("linked_agent_ids"),
            LinkedRunIds = Texts("linked_run_ids"),
            Metadata = metadata,
            Tags = Texts("tags"),
            RecordedEntities = _values.TryGetValue("entities", out JsonElement entities) ? Entities(entities) : null,
            Links = Links(),
            Type = (_values.TryGetValue("memory_type", out JsonElement type) ? TypeOf(type) : null)
                ?? (metadata.TryGetValue("memory_type", out type) ? TypeOf(type) : null)
                ?? MemoryType.Semantic,
            IsImmutable = Flag("immutable"),
            CreatedAt = created ?? updated ?? now,
            UpdatedAt = updated ?? created ?? now,
            RecordedAt = now,
            ValidFrom = Instant("valid_from"),
            ValidTo = Instant("valid_to"),
            ExpiresAt = Mem0Instant.ReadExpiry(Text("expiration_date"), "expiration_date"),
            ActorId = Text("actor_id"),
            Role = Text("role"),
            Source = _values.ContainsKey("source_message_ids") || _values.ContainsKey("source_occurred_at")
                ? new MemorySource(Texts("source_message_ids")) { OccurredAt = Instant("source_occurred_at") }
                : null,
            ReviewOf = Name("review_of"),
            Salience = Number("salience") ?? 0.5,
            Trust = options.Trust ?? MemoryTrust.Standard,
        };
    }

    private MemoryScope? Scope()
    {
        string? user = Name("user_id"), agent = Name("agent_id"), run = Name("run_id"), app = Name("app_id");
        return (user ?? agent ?? run ?? app) is null ? null : MemoryScope.Create(user, agent, run, app);
    }

    // Some stores write "" for none.
    private string? Name(string name) => Text(name) is { Length: > 0 } id ? id : null;

    /// <summary>Gets the metadata with all keys for which there is no other place. One that is there already gets "mem0_" before it.</summary>
    private MemoryMetadata Metadata()
    {
        MemoryMetadata own = _values.TryGetValue("metadata", out JsonElement json) ? MemoryMetadata.From(json) : MemoryMetadata.Empty;
        if (_others.Count == 0)
        {
            return own;
        }

        JsonObject all = own.ToJsonObject();
        foreach ((string name, JsonElement value) in _others)
        {
            all[all.ContainsKey(name) ? $"mem0_{name}" : name] = JsonNode.Parse(value.GetRawText());
        }

        return MemoryMetadata.From(all);
    }

    private DateTimeOffset? Instant(string name) => Mem0Instant.Read(Text(name), name);

    private string? Text(string name) => !_values.TryGetValue(name, out JsonElement value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => Text(() => value.GetString()!),
        // Mem0 takes numbers for ids, and its first releases wrote times as numbers.
        JsonValueKind.Number => value.GetRawText(),
        _ => throw Wrong(name),
    };

    private List<string> Texts(string name) => !_values.TryGetValue(name, out JsonElement list) ? []
        : list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? Text(() => value.GetString()!) : throw Wrong(name))]
            : throw Wrong(name);

    private MemoryLink[] Links() => !_values.TryGetValue("links", out JsonElement list)
        ? []
        :
        [
            .. list.EnumerateArray().Select(link => new MemoryLink(
                Text(() => link.GetProperty("id").GetString()!), link.TryGetProperty("strength", out JsonElement strength) ? strength.GetDouble() : 1)),
        ];

    private bool Flag(string name) => _values.TryGetValue(name, out JsonElement value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name),
    };

    private double? Number(string name) => !_values.TryGetValue(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : throw Wrong(name);
}
