using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A filter that matches exactly what another does not.</summary>
internal sealed class NotFilter : MemoryFilter
{
    private NotFilter(MemoryFilter inner, int depth)
        : base(depth, inner.Terms) => Inner = inner;

    public MemoryFilter Inner { get; }

    /// <exception cref="MemoryValidationException">It would be too deep.</exception>
    public static MemoryFilter Create(MemoryFilter filter, string place) =>
        filter is NotFilter not ? not.Inner : new NotFilter(filter, DepthOf([filter], place));

    public override bool Matches(MemoryItem item) => !Inner.Matches(item);

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        if (Inner is ComparisonFilter comparison && comparison.WriteTo(writer, isNegated: true))
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray(FilterNames.Not);
        Inner.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override bool Equals(MemoryFilter? other) => other is NotFilter not && Inner.Equals(not.Inner);

    public override int GetHashCode() => HashCode.Combine(typeof(NotFilter), Inner);
}
