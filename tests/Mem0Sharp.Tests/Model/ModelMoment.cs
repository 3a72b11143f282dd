namespace Mem0Sharp.Tests.Model;

/// <summary>A moment to look back to, in seconds after the start: what was known then, what held then.</summary>
internal sealed record ModelMoment(int? Known, int? Held);
