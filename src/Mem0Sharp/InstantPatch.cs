using System.Globalization;

namespace Mem0Sharp;

/// <summary>What a patch does to an instant: leave it (the default), set it, or clear it.</summary>
/// <remarks>Immutable. A <see cref="DateTimeOffset"/> converts to "set"; it is stored as UTC.</remarks>
public readonly record struct InstantPatch
{
    private InstantPatch(DateTimeOffset? value)
    {
        IsPresent = true;
        Value = value;
    }

    /// <summary>Gets the patch that clears the instant.</summary>
    public static InstantPatch Clear { get; } = new(null);

    /// <summary>Gets a value indicating whether the instant is set or cleared. Default false: it is left as it is.</summary>
    public bool IsPresent { get; }

    /// <summary>Gets the instant to set, in UTC; null to clear it or when not present.</summary>
    public DateTimeOffset? Value { get; }

    /// <summary>Makes the patch that sets the instant.</summary>
    /// <param name="value">The instant, with any offset.</param>
    public static implicit operator InstantPatch(DateTimeOffset value) => Set(value);

    /// <summary>Makes the patch that sets the instant.</summary>
    /// <param name="value">The instant, with any offset.</param>
    /// <returns>The patch.</returns>
    public static InstantPatch Set(DateTimeOffset value) => new(value.ToUniversalTime());

    /// <summary>Makes the patch after which the instant is this, or none.</summary>
    internal static InstantPatch To(DateTimeOffset? value) => value is { } instant ? Set(instant) : Clear;

    /// <summary>Returns what it does.</summary>
    /// <returns>"keep", "clear" or the instant.</returns>
    public override string ToString() =>
        !IsPresent ? "keep" : Value is { } instant ? instant.ToString("O", CultureInfo.InvariantCulture) : "clear";

    internal DateTimeOffset? Apply(DateTimeOffset? current) => IsPresent ? Value : current;
}
