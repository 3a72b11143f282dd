namespace Mem0Sharp;

/// <summary>An image that an add passed over.</summary>
/// <param name="Message">The message it stands in, from 0 as given.</param>
/// <param name="Reason">Why.</param>
/// <remarks>Immutable.</remarks>
public sealed record SkippedImage(int Message, string Reason);
