using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A filter of several others: all of them must match, or one of them.</summary>
internal sealed class GroupFilter : MemoryFilter
{
    private readonly MemoryFilter[] _filters;

    private GroupFilter(bool isAnd, MemoryFilter[] filters, int depth, int terms)
        : base(depth, terms) => (IsAnd, _filters) = (isAnd, filters);

    /// <summary>Gets a value indicating whether all must match; else one is enough.</summary>
    public bool IsAnd { get; }

    public IReadOnlyList<MemoryFilter> Filters => _filters;

    /// <summary>Makes one filter of several. Groups of the same kind become one, so that a chain of them is not deep.</summary>
    /// <param name="isAnd">Whether all must match.</param>
    /// <param name="filters">The filters, at least one.</param>
    /// <param name="place">Where in the filter it stands.</param>
    /// <exception cref="MemoryValidationException">There are none, or together they are too many or too deep.</exception>
    public static MemoryFilter Create(bool isAnd, IReadOnlyList<MemoryFilter> filters, string place)
    {
        MemoryFilter[] flat =
        [
            .. filters.SelectMany(filter => filter is GroupFilter group && group.IsAnd == isAnd ? group._filters : [filter]),
        ];
        return flat switch
        {
            [] => throw new MemoryValidationException(
                place, $"The filter has an empty list at {place}.", "Give at least one condition, or leave the list out."),
            [MemoryFilter only] => only,
            _ => new GroupFilter(isAnd, flat, DepthOf(flat, place), TermsOf(flat, place)),
        };
    }

    public override bool Matches(MemoryItem item)
    {
        foreach (MemoryFilter filter in _filters)
        {
            if (filter.Matches(item) != IsAnd)
            {
                return !IsAnd;
            }
        }

        return IsAnd;
    }

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(IsAnd ? FilterNames.And : FilterNames.Or);
        foreach (MemoryFilter filter in _filters)
        {
            filter.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override bool Equals(MemoryFilter? other) =>
        other is GroupFilter group && IsAnd == group.IsAnd && _filters.AsSpan().SequenceEqual(group._filters);

    public override int GetHashCode() => HashCode.Combine(IsAnd, _filters.Length, _filters[0]);

    private static int TermsOf(MemoryFilter[] filters, string place)
    {
        long terms = filters.Sum(filter => (long)filter.Terms);
        return terms <= MemoryLimits.FilterTerms
            ? (int)terms
            : throw new MemoryValidationException(
                place,
                $"The filter has {terms} conditions and values at {place}; the limit is {MemoryLimits.FilterTerms}.",
                "Ask several times, or mark the memories with a tag and filter by it.");
    }
}
