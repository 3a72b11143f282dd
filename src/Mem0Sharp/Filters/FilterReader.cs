using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads filters from JSON: Mem0's grammar, of its library and of its platform, and our own.</summary>
/// <remarks>
/// Places name what is ours (fields, operators, positions in lists); a key of the metadata is named by its position, for it may be private.
/// </remarks>
internal static class FilterReader
{
    // A level of a filter is an object and a list; a comparison has an object and perhaps a list within.
    private const int JsonDepth = (2 * MemoryLimits.FilterDepth) + 4;
    private const string Start = "filter";

    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = JsonDepth };

    /// <exception cref="MemoryValidationException">It is no filter.</exception>
    public static MemoryFilter Read(JsonElement json) => Read(json, Start, level: 1);

    private static MemoryFilter Read(JsonElement json, string place, int level)
    {
        if (level > MemoryLimits.FilterDepth)
        {
            throw MemoryFilter.TooDeep(place);
        }

        List<MemoryFilter> filters = [];
        foreach ((string name, JsonElement value, string at) in Entries(json, place))
        {
            filters.Add(name switch
            {
                FilterNames.And => GroupFilter.Create(isAnd: true, ReadList(value, at, level + 1), at),
                FilterNames.Or => GroupFilter.Create(isAnd: false, ReadList(value, at, level + 1), at),
                FilterNames.Not => ReadNot(value, at, level + 1),
                FilterNames.Metadata => ReadMetadata(value, at),
                _ => ReadField(Field(name, at), value, at),
            });
        }

        return GroupFilter.Create(isAnd: true, filters, place);
    }

    private static List<MemoryFilter> ReadList(JsonElement json, string place, int level)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Refused(place, "something else than a list", "Give a list of conditions.");
        }

        List<MemoryFilter> filters = [];
        foreach (JsonElement element in json.EnumerateArray())
        {
            filters.Add(Read(element, $"{place}[{filters.Count.ToString(CultureInfo.InvariantCulture)}]", level));
        }

        return filters;
    }

    /// <summary>Reads a negation: of a list, none of which may match, or of one object.</summary>
    private static MemoryFilter ReadNot(JsonElement json, string place, int level) => NotFilter.Create(
        json.ValueKind == JsonValueKind.Object
            ? Read(json, place, level)
            : GroupFilter.Create(isAnd: false, ReadList(json, place, level), place),
        place);

    /// <summary>Reads the platform's form: an object of conditions on keys of the metadata.</summary>
    private static MemoryFilter ReadMetadata(JsonElement json, string place) => GroupFilter.Create(
        isAnd: true,
        [.. Entries(json, place).Select(entry => ReadField(MetadataField(entry.Name, entry.Place), entry.Value, entry.Place))],
        place);

    private static MemoryFilter ReadField(MemoryField field, JsonElement json, string place) => json.ValueKind switch
    {
        JsonValueKind.Object => GroupFilter.Create(
            isAnd: true, [.. Entries(json, place).Select(entry => ReadOperator(field, entry.Name, entry.Value, entry.Place))], place),
        JsonValueKind.Array => Compare(field, FilterOperator.In, json, place),
        JsonValueKind.String when Text(json, place) is FilterNames.Wildcard => field.Exists(),
        _ => Compare(field, FilterOperator.Equal, json, place),
    };

    private static MemoryFilter ReadOperator(MemoryField field, string name, JsonElement json, string place)
    {
        if (FilterNames.Operator(name) is not { } known)
        {
            throw Refused(
                place, "an operator that there is not", "Use eq, ne, gt, gte, lt, lte, in, nin, contains, icontains or exists; a path into metadata has dots.");
        }

        MemoryFilter filter = Compare(field, known.Operator, json, place);
        return known.IsNegated ? NotFilter.Create(filter, place) : filter;
    }

    private static MemoryFilter Compare(MemoryField field, FilterOperator comparison, JsonElement json, string place) => comparison switch
    {
        FilterOperator.Exists => json.ValueKind switch
        {
            JsonValueKind.True => field.Exists(),
            JsonValueKind.False => field.Missing(),
            _ => throw Refused(place, "something else than true or false", "Give true where there must be a value, false where there must be none."),
        },
        FilterOperator.In => json.ValueKind == JsonValueKind.Array
            ? ComparisonFilter.Create(field, comparison, Values(json, place), place)
            : throw Refused(place, "something else than a list", "Give a list of values."),
        FilterOperator.Equal when json.ValueKind == JsonValueKind.Null => field.Missing(),
        _ => ComparisonFilter.Create(field, comparison, [Value(json, place)], place),
    };

    private static MemoryFilterValue[] Values(JsonElement json, string place)
    {
        List<MemoryFilterValue> values = [];
        foreach (JsonElement element in json.EnumerateArray())
        {
            values.Add(Value(element, $"{place}[{values.Count.ToString(CultureInfo.InvariantCulture)}]"));
        }

        return [.. values];
    }

    private static MemoryFilterValue Value(JsonElement json, string place) => json.ValueKind switch
    {
        JsonValueKind.String => Text(json, place),
        JsonValueKind.Number => MemoryFilterValue.OfNumber(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => throw Refused(place, "null", "Ask whether there is a value with exists."),
        _ => throw Refused(place, "a list or an object where one value must stand", "Give a text, a number, true or false; several with in or nin."),
    };

    private static MemoryField Field(string name, string place)
    {
        const string inMetadata = $"{FilterNames.Metadata}.";
        if (name.StartsWith('$'))
        {
            throw Refused(place, "a name that begins with a dollar sign", "Use AND, OR, NOT and operators without one; before a key of the metadata write metadata and a dot.");
        }

        return FilterNames.Field(name)
            ?? MetadataField(name.StartsWith(inMetadata, StringComparison.Ordinal) ? name[inMetadata.Length..] : name, place);
    }

    private static MemoryField MetadataField(string path, string place)
    {
        try
        {
            return MemoryField.Metadata(path);
        }
        catch (MemoryValidationException error)
        {
            throw new MemoryValidationException(place, $"The filter has no path into metadata at {place}.", error.Suggestion);
        }
    }

    /// <summary>Gets the names and values of an object, with their places.</summary>
    /// <exception cref="MemoryValidationException">It is no object, has nothing, or a name twice.</exception>
    private static List<(string Name, JsonElement Value, string Place)> Entries(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Refused(place, "something else than an object", "Give an object such as {\"color\": \"red\"}.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        List<(string, JsonElement, string)> entries = [];
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string name = Name(property, place);
            string at = $"{place}.{(IsOurs(name) ? name : $"key {(entries.Count + 1).ToString(CultureInfo.InvariantCulture)}")}";
            if (!names.Add(name))
            {
                throw Refused(at, "the same name twice", "Put both into a list of AND or OR.");
            }

            entries.Add((name, property.Value, at));
        }

        return entries.Count > 0 ? entries : throw Refused(place, "nothing", "Give at least one condition, or no filter.");
    }

    private static bool IsOurs(string name) =>
        name is FilterNames.And or FilterNames.Or or FilterNames.Not or FilterNames.Metadata
        || FilterNames.Field(name) is not null
        || FilterNames.Operator(name) is not null;

    private static string Name(JsonProperty property, string place)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Refused(place, "half a surrogate pair in a name", "Remove or repair it.");
        }
    }

    private static string Text(JsonElement json, string place)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refused(place, "half a surrogate pair", "Remove or repair it.");
        }
    }

    private static MemoryValidationException Refused(string place, string what, string suggestion) =>
        new(place, $"The filter has {what} at {place}.", suggestion);
}
