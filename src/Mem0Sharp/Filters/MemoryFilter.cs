using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mem0Sharp;

/// <summary>Which memories of a scope are meant: conditions on their fields, joined by and, or and not.</summary>
/// <remarks>
/// Immutable and thread-safe; equal when the conditions and their order are. Made by the methods of <see cref="MemoryField"/>, or read from
/// JSON: Mem0's grammar, or what <see cref="ToJson"/> writes. A filter narrows a scope and never widens one, and one evaluation decides for
/// search, listing, counting and deleting, in every store. A filter and its negation divide every scope: each memory matches exactly one. At most
/// <see cref="MemoryLimits.FilterDepth"/> levels and <see cref="MemoryLimits.FilterTerms"/> conditions and values. docs/filters.md has both
/// forms and the table of what matches.
/// </remarks>
[JsonConverter(typeof(MemoryFilterJsonConverter))]
public abstract class MemoryFilter : IEquatable<MemoryFilter>
{
    private protected MemoryFilter(int depth, int terms) => (Depth, Terms) = (depth, terms);

    /// <summary>Gets how many levels it has; a comparison has one.</summary>
    internal int Depth { get; }

    /// <summary>Gets how many comparisons it has, each value of a list counting as one.</summary>
    internal int Terms { get; }

    /// <summary>Reads a filter from JSON.</summary>
    /// <param name="json">An object in Mem0's grammar, or what <see cref="ToJson"/> wrote.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">It is no JSON or no filter; the message names the place and what would be accepted.</exception>
    public static MemoryFilter Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, FilterReader.Options);
            return FilterReader.Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // Not the inner message: it may quote the filter.
            throw new MemoryValidationException(
                nameof(json),
                "The filter is no JSON, or deeper than a filter may be.",
                $"Give a JSON object of at most {MemoryLimits.FilterDepth} levels of AND, OR and NOT.");
        }
    }

    /// <summary>Reads a filter from JSON that was read already.</summary>
    /// <param name="json">An object in Mem0's grammar, or what <see cref="ToJson"/> wrote.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">It is no filter; the message names the place and what would be accepted.</exception>
    public static MemoryFilter FromJson(JsonElement json) => FilterReader.Read(json);

    /// <summary>Makes a filter for what all of several filters match.</summary>
    /// <param name="filters">At least one.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">There are none, or together they are beyond a limit.</exception>
    public static MemoryFilter AllOf(params IEnumerable<MemoryFilter> filters) => GroupFilter.Create(isAnd: true, All(filters), nameof(filters));

    /// <summary>Makes a filter for what one of several filters matches.</summary>
    /// <param name="filters">At least one.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">There are none, or together they are beyond a limit.</exception>
    public static MemoryFilter AnyOf(params IEnumerable<MemoryFilter> filters) => GroupFilter.Create(isAnd: false, All(filters), nameof(filters));

    /// <summary>Makes a filter for what both match.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="MemoryValidationException">Together they are beyond a limit.</exception>
    public static MemoryFilter operator &(MemoryFilter left, MemoryFilter right) => AllOf(left, right);

    /// <summary>Makes a filter for what one of them matches.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="MemoryValidationException">Together they are beyond a limit.</exception>
    public static MemoryFilter operator |(MemoryFilter left, MemoryFilter right) => AnyOf(left, right);

    /// <summary>Makes a filter for what another does not match.</summary>
    /// <param name="filter">The other.</param>
    /// <exception cref="MemoryValidationException">It would be too deep.</exception>
    public static MemoryFilter operator !(MemoryFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Not();
    }

    /// <summary>Makes a filter for what this one and another match.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">Together they are beyond a limit.</exception>
    public MemoryFilter And(MemoryFilter other) => AllOf(this, other);

    /// <summary>Makes a filter for what this one or another matches.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">Together they are beyond a limit.</exception>
    public MemoryFilter Or(MemoryFilter other) => AnyOf(this, other);

    /// <summary>Makes a filter for what this one does not match, memories without the field among it.</summary>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">It would be too deep.</exception>
    public MemoryFilter Not() => NotFilter.Create(this, "filter");

    /// <summary>Tells whether a memory matches. Whose it is decides the scope, not the filter.</summary>
    /// <param name="item">The memory.</param>
    /// <returns>True when it does.</returns>
    public abstract bool Matches(MemoryItem item);

    /// <summary>Writes the filter as JSON.</summary>
    /// <returns>An object that reads back to an equal filter.</returns>
    public string ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <inheritdoc/>
    public abstract bool Equals(MemoryFilter? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemoryFilter);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>Returns the size of the filter, never what it asks for: that may be private.</summary>
    /// <returns>For instance "MemoryFilter (3 terms)".</returns>
    public override string ToString() => $"{nameof(MemoryFilter)} ({Terms} terms)";

    internal abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>Gets the depth of a filter around others.</summary>
    /// <exception cref="MemoryValidationException">It would be too deep.</exception>
    private protected static int DepthOf(IReadOnlyList<MemoryFilter> filters, string place)
    {
        int depth = 1 + filters.Max(filter => filter.Depth);
        return depth <= MemoryLimits.FilterDepth ? depth : throw TooDeep(place);
    }

    internal static MemoryValidationException TooDeep(string place) => new(
        place,
        $"The filter is deeper than {MemoryLimits.FilterDepth} levels at {place}.",
        "Put conditions of the same kind into one list, and write the negation of a comparison as one.");

    private static MemoryFilter[] All(IEnumerable<MemoryFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        MemoryFilter[] all = [.. filters];
        return Array.TrueForAll(all, filter => filter is not null) ? all : throw new ArgumentNullException(nameof(filters));
    }
}
