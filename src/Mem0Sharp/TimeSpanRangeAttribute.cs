using System.ComponentModel.DataAnnotations;

namespace Mem0Sharp;

/// <summary>Requires a time span from so many seconds to so many. The framework's own range of time spans needs reflection.</summary>
/// <param name="minimumSeconds">The least.</param>
/// <param name="maximumSeconds">The most.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeSpanRangeAttribute(double minimumSeconds, double maximumSeconds) : ValidationAttribute
{
    public double MinimumSeconds { get; } = minimumSeconds;

    public double MaximumSeconds { get; } = maximumSeconds;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is TimeSpan span && span.TotalSeconds >= MinimumSeconds && span.TotalSeconds <= MaximumSeconds
            ? ValidationResult.Success
            : new ValidationResult(
                $"{validationContext.DisplayName} must be from {TimeSpan.FromSeconds(MinimumSeconds)} to {TimeSpan.FromSeconds(MaximumSeconds)}.");
}
