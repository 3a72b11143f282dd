namespace Mem0Sharp.Tests.Arbitrate;

/// <summary>Sends facts and known memories through the rules. A memory that starts with "!" is immutable.</summary>
internal static class Arbitrating
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static Task<IReadOnlyList<MemoryDecision>> DecideAsync(ExtractedFact fact, params string[] known) => DecideAsync([fact], known);

    public static async Task<IReadOnlyList<MemoryDecision>> DecideAsync(IReadOnlyList<ExtractedFact> facts, params string[] known)
    {
        ArbitrationRequest request = new()
        {
            Facts = facts,
            Candidates = [.. known.Select((text, i) => new MemoryCandidate(Memory(i, text), 0.5))],
            Nearest = [.. facts.Select(_ => known.Select((_, i) => (i, 0.5)).ToList())],
            ReferenceTime = At,
        };
        return (await new RuleMemoryArbiter().ArbitrateAsync(request, TestContext.Current.CancellationToken)).Decisions;
    }

    public static ExtractedFact Said(string text) => new(text);

    public static ExtractedFact Corrected(string text, string? replaces = null) => new(text) { Intent = FactIntent.Correction, Replaces = replaces };

    public static ExtractedFact TakenBack(string text) => new(text) { Intent = FactIntent.Retraction };

    private static MemoryItem Memory(int number, string text) => new()
    {
        Id = $"m{number}",
        Text = text.TrimStart('!'),
        IsImmutable = text.StartsWith('!'),
        Scope = MemoryScope.ForUser("alice"),
        CreatedAt = At,
        UpdatedAt = At,
    };
}
