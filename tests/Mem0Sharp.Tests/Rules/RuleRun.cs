using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Rules;

/// <summary>Sends one labelled item through both rule stages, as the add pipeline does.</summary>
internal static class RuleRun
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly MemoryScope Scope = MemoryScope.ForUser("alice");

    public static async Task<IReadOnlyList<Outcome>> RunAsync(LabelledItem item, CancellationToken cancellationToken)
    {
        FactExtraction extraction = await new RuleFactExtractor().ExtractAsync(
            new FactExtractionRequest { Messages = [.. item.Turns.Select(Message)], Scope = Scope, ReferenceTime = At }, cancellationToken);
        if (extraction.Facts.Count == 0)
        {
            return [];
        }

        // All known memories are candidates, nearest first. The similarity is the Jaccard overlap of their words.
        List<(int Known, MemoryCandidate Candidate)> candidates = [.. item.Known
            .Select((text, i) => (Known: i, Candidate: new MemoryCandidate(Memory(i, text), extraction.Facts.Max(fact => Overlap(fact.Text, text)))))
            .OrderByDescending(one => one.Candidate.Score)];
        ArbitrationRequest request = new()
        {
            Facts = extraction.Facts,
            Candidates = [.. candidates.Select(one => one.Candidate)],
            Nearest = [.. extraction.Facts.Select(fact => candidates
                .Select((one, i) => (Candidate: i, Score: Overlap(fact.Text, one.Candidate.Item.Text)))
                .OrderByDescending(near => near.Score)
                .ToList())],
            ReferenceTime = At,
        };
        Arbitration arbitration = await new RuleMemoryArbiter().ArbitrateAsync(request, cancellationToken);
        return [.. arbitration.Decisions
            .Where(decision => !(decision is MemoryDecision.None { Candidate: null } && IsRepeat(request.Facts, decision.Fact)))
            .Select(decision => Outcome.Of(decision, request, candidates))];
    }

    private static bool IsRepeat(IReadOnlyList<ExtractedFact> facts, int fact) =>
        facts.Take(fact).Any(earlier => string.Equals(earlier.Text, facts[fact].Text, StringComparison.OrdinalIgnoreCase));

    private static ChatMessage Message(string turn)
    {
        int colon = turn.IndexOf(": ", StringComparison.Ordinal);
        return new ChatMessage(new ChatRole(turn[..colon]), turn[(colon + 2)..]);
    }

    private static MemoryItem Memory(int number, string text) => new()
    {
        Id = $"m{number}",
        Text = text.TrimStart('!'),
        IsImmutable = text.StartsWith('!'),
        Scope = Scope,
        CreatedAt = At,
        UpdatedAt = At,
    };

    private static double Overlap(string one, string other)
    {
        HashSet<string> left = [.. one.ToLowerInvariant().Split(' ')];
        HashSet<string> right = [.. other.ToLowerInvariant().Split(' ')];
        return (double)left.Intersect(right, StringComparer.Ordinal).Count() / left.Union(right, StringComparer.Ordinal).Count();
    }
}
