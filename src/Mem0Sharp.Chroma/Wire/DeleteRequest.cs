namespace Mem0Sharp.Chroma;

/// <summary>Records to be deleted. An id that is not there is passed over.</summary>
internal sealed record DeleteRequest(IReadOnlyList<string> Ids);
