using System.Globalization;

namespace Mem0Sharp.Tests.Arbitrate.Model;

/// <summary>Makes requests in which every candidate is near every fact.</summary>
internal static class ArbitrationRequests
{
    public static ArbitrationRequest Of(IReadOnlyList<ExtractedFact> facts, IReadOnlyList<string> candidates) => new()
    {
        Facts = facts,
        Candidates =
        [
            .. candidates.Select((text, i) => new MemoryCandidate(
                new MemoryItem
                {
                    Id = "id-" + i.ToString(CultureInfo.InvariantCulture),
                    Text = text,
                    Scope = MemoryScope.ForUser("ada"),
                },
                0.5)),
        ],
        Nearest = [.. facts.Select(_ => candidates.Select((_, i) => (i, 0.5)).ToArray())],
        ReferenceTime = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero),
    };
}
