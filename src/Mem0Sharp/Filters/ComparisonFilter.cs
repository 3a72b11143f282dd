using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A filter that compares one field.</summary>
internal sealed class ComparisonFilter : MemoryFilter
{
    private readonly MemoryFilterValue[] _operands;

    // Of one operand, or of few, a look at each is quicker.
    private readonly HashSet<MemoryFilterValue>? _set;

    private ComparisonFilter(MemoryField field, FilterOperator comparison, MemoryFilterValue[] operands)
        : base(depth: 1, terms: Math.Max(1, operands.Length))
    {
        (Field, Operator, _operands) = (field, comparison, operands);
        _set = operands.Length > 4 ? [.. operands] : null;
    }

    public MemoryField Field { get; }

    public FilterOperator Operator { get; }

    public IReadOnlyList<MemoryFilterValue> Operands => _operands;

    /// <param name="field">What is compared.</param>
    /// <param name="comparison">How.</param>
    /// <param name="operands">With what: several for <see cref="FilterOperator.In"/>, none for <see cref="FilterOperator.Exists"/>, else one.</param>
    /// <param name="place">Where in the filter it stands.</param>
    /// <exception cref="MemoryValidationException">The field and the operator cannot be compared with that.</exception>
    public static ComparisonFilter Create(MemoryField field, FilterOperator comparison, MemoryFilterValue[] operands, string place)
    {
        if (comparison == FilterOperator.In && operands.Length is 0 or > MemoryLimits.FilterTerms)
        {
            throw new MemoryValidationException(
                place,
                $"The filter has a list of {operands.Length} values at {place}.",
                $"Give 1 to {MemoryLimits.FilterTerms} values; without any, leave the condition out.");
        }

        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Checked(field, comparison, operands[i], place);
        }

        return new ComparisonFilter(field, comparison, operands);
    }

    public override bool Matches(MemoryItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Field.Any(item, this, static (value, filter) => filter.Passes(value));
    }

    internal override void WriteTo(Utf8JsonWriter writer) => WriteTo(writer, isNegated: false);

    /// <summary>Writes the comparison, or the one that is its negation.</summary>
    /// <returns>False where there is no such one; nothing is written then.</returns>
    internal bool WriteTo(Utf8JsonWriter writer, bool isNegated)
    {
        string? name = (isNegated, Operator) switch
        {
            (false, _) or (true, FilterOperator.Exists) => FilterNames.Of(Operator),
            (true, FilterOperator.Equal) => FilterNames.NotEqual,
            (true, FilterOperator.In) => FilterNames.NotIn,
            _ => null,
        };
        if (name is null)
        {
            return false;
        }

        writer.WriteStartObject();
        writer.WriteStartObject(Field.Name);
        writer.WritePropertyName(name);
        if (Operator == FilterOperator.Exists)
        {
            writer.WriteBooleanValue(!isNegated);
        }
        else if (Operator == FilterOperator.In)
        {
            writer.WriteStartArray();
            foreach (MemoryFilterValue operand in _operands)
            {
                operand.WriteTo(writer);
            }

            writer.WriteEndArray();
        }
        else
        {
            _operands[0].WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        return true;
    }

    public override bool Equals(MemoryFilter? other) =>
        other is ComparisonFilter comparison
        && Operator == comparison.Operator
        && Field.Equals(comparison.Field)
        && _operands.AsSpan().SequenceEqual(comparison._operands);

    public override int GetHashCode() => HashCode.Combine(Field, Operator, _operands.Length, _operands.FirstOrDefault());

    private bool Passes(MemoryFilterValue value) => Operator switch
    {
        FilterOperator.Exists => true,
        FilterOperator.In => _set?.Contains(value) ?? _operands.AsSpan().Contains(value),
        FilterOperator.Contains => value.Text?.Contains(_operands[0].Text!, StringComparison.Ordinal) == true,
        FilterOperator.ContainsIgnoringCase => value.Text?.Contains(_operands[0].Text!, StringComparison.OrdinalIgnoreCase) == true,
        _ => value.Kind == _operands[0].Kind && IsInOrder(MemoryFilterValue.Compare(value, _operands[0])),
    };

    private bool IsInOrder(int order) => Operator switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.Greater => order > 0,
        FilterOperator.AtLeast => order >= 0,
        FilterOperator.Less => order < 0,
        _ => order <= 0,
    };

    private static MemoryFilterValue Checked(MemoryField field, FilterOperator comparison, MemoryFilterValue operand, string place)
    {
        if (operand.Kind == FilterValueKind.Text)
        {
            Validate.WellFormed(operand.Text!, place);
        }

        bool isPart = comparison is FilterOperator.Contains or FilterOperator.ContainsIgnoringCase;
        bool isOrder = comparison is FilterOperator.Greater or FilterOperator.AtLeast or FilterOperator.Less or FilterOperator.AtMost;
        FilterValueKind kind = Kind(field.Source);
        operand = isPart || kind is FilterValueKind.Text or FilterValueKind.Number ? operand : operand.AsInstant();
        return operand.Kind switch
        {
            FilterValueKind.None => throw Refused(place, "no value", "Give a text, a number, true or false, or a moment."),
            _ when isPart && (operand.Kind != FilterValueKind.Text || kind is FilterValueKind.Number or FilterValueKind.Instant) =>
                throw Refused(place, "something else than a text in a text", "Look for a part of a text in a field of texts; compare others with eq, gt, gte, lt or lte."),
            _ when isPart => operand,
            _ when kind != FilterValueKind.None && operand.Kind != kind => throw Refused(place, $"{Name(operand.Kind)} with {Name(kind)}", Remedy(kind)),
            FilterValueKind.Boolean when isOrder => throw Refused(place, "true and false by order", "Compare them with eq or ne."),
            FilterValueKind.Text when field.Source == FilterSource.Type && !isOrder && !IsType(operand.Text!) => throw Refused(
                place, "the kind of memory with a name that none has", "Give semantic, episodic, procedural, emotional or reflective."),
            _ => operand,
        };
    }

    private static MemoryValidationException Refused(string place, string what, string suggestion) =>
        new(place, $"The filter compares {what} at {place}.", suggestion);

    /// <summary>Gets what the values of a field are; of metadata, anything.</summary>
    private static FilterValueKind Kind(FilterSource source) => source switch
    {
        FilterSource.Metadata => FilterValueKind.None,
        FilterSource.Version => FilterValueKind.Number,
        FilterSource.CreatedAt or FilterSource.UpdatedAt or FilterSource.ExpiresAt or FilterSource.ValidFrom or FilterSource.ValidTo =>
            FilterValueKind.Instant,
        _ => FilterValueKind.Text,
    };

    private static string Name(FilterValueKind kind) => kind switch
    {
        FilterValueKind.Text => "a text",
        FilterValueKind.Number => "a number",
        FilterValueKind.Boolean => "true or false",
        _ => "a moment",
    };

    private static string Remedy(FilterValueKind kind) => kind switch
    {
        FilterValueKind.Text => "Give a text.",
        FilterValueKind.Number => "Give a number.",
        _ => "Give ISO 8601 with an offset such as 2026-01-01T00:00:00Z, or a date such as 2026-01-01.",
    };

    private static bool IsType(string name) =>
        Enum.GetValues<MemoryType>().Any(type => string.Equals(WireNames.Of(type), name, StringComparison.Ordinal));
}
