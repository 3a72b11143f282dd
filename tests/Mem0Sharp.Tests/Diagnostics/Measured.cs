using System.Diagnostics.Metrics;

namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>One measurement of an instrument.</summary>
internal sealed class Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
{
    public Instrument Instrument { get; } = instrument;

    public double Value { get; } = value;

    public IReadOnlyDictionary<string, object?> Tags { get; } = tags.ToArray().ToDictionary(StringComparer.Ordinal);
}
