using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>What a filter compares a field with: a text, a number, true or false, or a moment. Each converts to it by itself.</summary>
/// <remarks>
/// Immutable and thread-safe. Values of different kinds are never equal. Numbers are compared by what they are worth, with every digit:
/// <c>1</c> and <c>1.0</c> are equal, and a <see cref="double"/> is the shortest decimal that stands for it, so <c>0.1</c> is 0.1. Texts are
/// compared ordinally, moments as instants.
/// </remarks>
public readonly struct MemoryFilterValue : IEquatable<MemoryFilterValue>
{
    // A text, the digits of a number, or the text that a moment was read from.
    private readonly string? _text;

    // The exponent of a number, the ticks of a moment, or 1 for true.
    private readonly long _value;
    private readonly bool _isNegative;

    private MemoryFilterValue(FilterValueKind kind, string? text, long value, bool isNegative = false) =>
        (Kind, _text, _value, _isNegative) = (kind, text, value, isNegative);

    internal FilterValueKind Kind { get; }

    /// <summary>Gets the text that it is, or that it was read from; null for what is no text.</summary>
    internal string? Text => Kind is FilterValueKind.Text or FilterValueKind.Instant ? _text : null;

    /// <summary>Gets the value that a JSON object has.</summary>
    internal static MemoryFilterValue Structure { get; } = new(FilterValueKind.Structure, null, 0);

    private (bool IsNegative, string Digits, long Exponent) Number => (_isNegative, _text!, _value);

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator MemoryFilterValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MemoryFilterValue(FilterValueKind.Text, text, 0);
    }

    /// <summary>Takes a whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator MemoryFilterValue(long number) => OfNumber(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes a number.</summary>
    /// <param name="number">The number.</param>
    /// <exception cref="MemoryValidationException">It is not finite.</exception>
    public static implicit operator MemoryFilterValue(double number) => double.IsFinite(number)
        ? OfNumber(number.ToString("R", CultureInfo.InvariantCulture))
        : throw new MemoryValidationException(nameof(number), "The number is not finite.", "Give a finite number.");

    /// <summary>Takes a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator MemoryFilterValue(decimal number) => OfNumber(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes true or false.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MemoryFilterValue(bool value) => new(FilterValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>Takes a moment.</summary>
    /// <param name="instant">The moment, with any offset.</param>
    public static implicit operator MemoryFilterValue(DateTimeOffset instant) => new(FilterValueKind.Instant, null, instant.UtcTicks);

    /// <summary>Takes a kind of memory, by its name in JSON.</summary>
    /// <param name="type">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static implicit operator MemoryFilterValue(MemoryType type) => WireNames.Of(type);

    /// <summary>Takes the number that stands in JSON.</summary>
    internal static MemoryFilterValue OfNumber(JsonElement number) => OfNumber(FilterNumber.Read(number));

    /// <summary>Gets the moment that a text stands for, or the value itself where it is no text or stands for none.</summary>
    internal MemoryFilterValue AsInstant() => Kind == FilterValueKind.Text && FilterInstant.Read(_text!) is { } ticks
        ? new MemoryFilterValue(FilterValueKind.Instant, _text, ticks)
        : this;

    /// <summary>Compares two values of one kind.</summary>
    internal static int Compare(MemoryFilterValue left, MemoryFilterValue right) => left.Kind switch
    {
        FilterValueKind.Text => string.CompareOrdinal(left._text, right._text),
        FilterValueKind.Number => FilterNumber.Compare(left.Number, right.Number),
        _ => left._value.CompareTo(right._value),
    };

    internal void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case FilterValueKind.Text: writer.WriteStringValue(_text); break;
            case FilterValueKind.Number: writer.WriteRawValue(FilterNumber.Write(_isNegative, _text!, _value)); break;
            case FilterValueKind.Boolean: writer.WriteBooleanValue(_value != 0); break;
            default: writer.WriteStringValue(FilterInstant.Write(_value)); break;
        }
    }

    /// <inheritdoc/>
    public bool Equals(MemoryFilterValue other) => Kind == other.Kind && Compare(this, other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MemoryFilterValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind == FilterValueKind.Instant
        ? HashCode.Combine(Kind, _value)
        : HashCode.Combine(Kind, _text, _value, _isNegative);

    /// <summary>Returns what kind of value it is, never the value: it may be private.</summary>
    /// <returns>For instance "MemoryFilterValue (Number)".</returns>
    public override string ToString() => $"{nameof(MemoryFilterValue)} ({Kind})";

    /// <summary>Tells whether two values are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(MemoryFilterValue left, MemoryFilterValue right) => left.Equals(right);

    /// <summary>Tells whether two values are not equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(MemoryFilterValue left, MemoryFilterValue right) => !left.Equals(right);

    private static MemoryFilterValue OfNumber(string number) => OfNumber(FilterNumber.Read(number));

    private static MemoryFilterValue OfNumber((bool IsNegative, string Digits, long Exponent) number) =>
        new(FilterValueKind.Number, number.Digits, number.Exponent, number.IsNegative);
}
