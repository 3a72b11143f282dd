using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// A filter of a request, and the scopes that hold all it can match: the library searches one scope at a time, and a filter may name several
/// ("OR" of two users), or whoever there is ("*").
/// </summary>
/// <param name="Scopes">The scopes, none twice; they may overlap. Empty where nothing can match.</param>
/// <param name="Filter">The filter, which holds besides; null where the scopes say it all.</param>
internal sealed record ScopedFilter(IReadOnlyList<MemoryScope> Scopes, MemoryFilter? Filter)
{
    /// <summary>So many scopes are searched at most for one request.</summary>
    private const int MostScopes = 100;

    private static readonly string[] Platform =
    [
        "user_id", "agent_id", "app_id", "run_id", "created_at", "updated_at", "timestamp", "expiration_date", "text", "categories", "metadata",
        "keywords", "memory_ids",
    ];

    /// <summary>Reads a filter in the platform's grammar, or the open-source library's.</summary>
    /// <param name="filters">The filter.</param>
    /// <param name="isPlatform">Whether its fields are the platform's, and no other; else any other name is a key of the metadata.</param>
    /// <param name="memory">Who is asked who has memories, where the filter means whoever.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="WireException">It names a field that there is not, or nobody.</exception>
    public static async Task<ScopedFilter> ReadAsync(JsonObject? filters, bool isPlatform, MemoryGate memory, CancellationToken cancellationToken)
    {
        if (filters is null || filters.Count == 0)
        {
            throw WireException.Bad("\"filters\" is required and must name at least one of user_id, agent_id, app_id or run_id.");
        }

        JsonObject known = Known(filters, isPlatform);
        List<Named>? named = Cover(known)
            ?? throw WireException.Bad("The filters must name at least one of user_id, agent_id, app_id or run_id, outside of NOT.");
        IReadOnlyList<MemoryScope> scopes = await ScopesAsync(named, memory, cancellationToken).ConfigureAwait(false);

        // What only names one scope needs no filter besides.
        bool isScopeAlone = scopes.Count == 1 && known.All(member => WireScope.KindOf(member.Key) is not null && IsId(member.Value));
        return new ScopedFilter(scopes, isScopeAlone ? null : MemoryFilter.FromJson(ToElement(known)));
    }

    /// <summary>Makes the filter of a scope.</summary>
    public static ScopedFilter Of(MemoryScope scope, MemoryFilter? filter = null) => new([scope], filter);

    public ScopedFilter And(MemoryFilter? other) => other is null ? this : this with { Filter = Filter is null ? other : Filter & other };

    private static JsonElement ToElement(JsonNode json)
    {
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>Puts the library's names in the place of the platform's.</summary>
    private static JsonObject Known(JsonObject filter, bool isPlatform)
    {
        JsonObject known = [];
        foreach ((string name, JsonNode? value) in filter)
        {
            switch (name)
            {
                case "AND" or "OR":
                    known[name] = KnownOf(value as JsonArray ?? throw WireException.Wrong(name, "an array of filters"), isPlatform);
                    break;
                case "NOT":
                    known[name] = value is JsonArray several ? KnownOf(several, isPlatform) : KnownOf(value, isPlatform);
                    break;
                case "categories" when isPlatform:
                    known["tags"] = value?.DeepClone();
                    break;
                case "timestamp" when isPlatform:
                    known["created_at"] = value?.DeepClone();
                    break;
                case "keywords" when isPlatform:
                    known["memory"] = value is JsonValue text && text.GetValueKind() == JsonValueKind.String
                        ? new JsonObject { ["icontains"] = text.DeepClone() }
                        : value?.DeepClone();
                    break;
                default:
                    known[name] = !isPlatform || Platform.Contains(name, StringComparer.Ordinal)
                        ? value?.DeepClone()
                        : throw WireException.Bad("The filters name a field that there is not. Known are AND, OR, NOT, " + string.Join(", ", Platform) + ".");
                    break;
            }
        }

        return known;
    }

    private static JsonArray KnownOf(JsonArray filters, bool isPlatform) => new([.. filters.Select(filter => KnownOf(filter, isPlatform))]);

    private static JsonObject KnownOf(JsonNode? filter, bool isPlatform) =>
        Known(filter as JsonObject ?? throw WireException.Bad("A filter must be an object."), isPlatform);

    /// <summary>Finds whom a filter can match; null where it does not say.</summary>
    private static List<Named>? Cover(JsonObject filter)
    {
        List<Named>? all = null;
        foreach ((string name, JsonNode? value) in filter)
        {
            all = Both(all, name switch
            {
                "AND" => value!.AsArray().Aggregate((List<Named>?)null, (both, part) => Both(both, Cover(part!.AsObject()))),
                "OR" => Either(value!.AsArray().Select(part => Cover(part!.AsObject()))),
                _ => WireScope.KindOf(name) is { } kind ? Ids(kind, value) : null,
            });
        }

        return all;
    }

    private static List<Named>? Ids(MemoryOwnerKind kind, JsonNode? value) => value switch
    {
        JsonValue id when id.GetValueKind() == JsonValueKind.String => [Named.Of(kind, id.GetValue<string>())],
        JsonArray ids => [.. ids.Select(id =>
            IsId(id) ? Named.Of(kind, id!.GetValue<string>()) : throw WireException.Wrong("filters", "a filter of ids that are strings"))],
        JsonObject operators when operators["in"] is JsonArray ids => Ids(kind, ids),
        JsonObject operators when operators["eq"] is { } id => Ids(kind, id),
        _ => null,
    };

    private static bool IsId(JsonNode? value) =>
        value is JsonValue id && id.GetValueKind() == JsonValueKind.String && !WireScope.IsAny(id.GetValue<string>());

    private static List<Named>? Either(IEnumerable<List<Named>?> parts)
    {
        List<Named> either = [];
        foreach (List<Named>? part in parts)
        {
            if (part is null)
            {
                return null;
            }

            either.AddRange(part);
        }

        return Few(either);
    }

    private static List<Named>? Both(List<Named>? left, List<Named>? right) => left is null ? right : right is null ? left
        : Few([.. left.SelectMany(one => right.Select(other => one.And(other))).OfType<Named>()]);

    private static List<Named> Few(List<Named> named)
    {
        List<Named> distinct = [.. named.Distinct()];
        return distinct.Count <= MostScopes
            ? distinct
            : throw WireException.Bad(FormattableString.Invariant($"The filters name more than {MostScopes} scopes."));
    }

    /// <summary>Puts who there is in the place of whoever.</summary>
    private static async Task<IReadOnlyList<MemoryScope>> ScopesAsync(List<Named> named, MemoryGate memory, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemoryOwner>? owners = named.Exists(who => who.HasAny) ? await memory.GetOwnersAsync(cancellationToken).ConfigureAwait(false) : null;
        List<Named> whole = [.. named.SelectMany(who => who.Expand(owners))];
        return [.. Few(whole).Select(who => who.ToScope())];
    }
}
