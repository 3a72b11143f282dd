using System.Globalization;

namespace Mem0Sharp;

/// <summary>A link from one memory to another, as strong as somebody says.</summary>
/// <remarks>Immutable. It is part of the memory that it goes out from: see <see cref="MemoryItem.Links"/>.</remarks>
public sealed record MemoryLink
{
    /// <summary>Makes a link.</summary>
    /// <param name="targetId">The id of the memory that it leads to.</param>
    /// <param name="strength">How strong it is: more than 0, at most 1. Default 1.</param>
    /// <exception cref="MemoryValidationException">The id is blank or too long, or the strength is out of range.</exception>
    public MemoryLink(string targetId, double strength = 1)
    {
        TargetId = Validate.Id(targetId, nameof(targetId));
        Strength = Validate.Strength(strength, nameof(strength));
    }

    /// <summary>Gets the id of the memory that it leads to.</summary>
    public string TargetId { get; }

    /// <summary>Gets how strong it is: more than 0, at most 1.</summary>
    public double Strength { get; }

    /// <summary>Returns target and strength.</summary>
    /// <returns>For instance "MemoryLink to 0199… (0.5)".</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(MemoryLink)} to {TargetId} ({Strength})");
}
