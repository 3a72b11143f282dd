using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>The facts of a conversation: those to decide about, and those whose value was rejected before.</summary>
internal sealed class ExtractedFacts
{
    private const string Suppressed = "This was deleted or corrected before; it is not learned again.";

    private readonly ExtractedFact?[] _all; // null where a redaction left nothing
    private readonly int[] _open; // places of the open ones among all, ascending

    public ExtractedFacts(ExtractedFact?[] all, Func<int, bool> isRejected, FactExtraction extraction)
    {
        _all = all;
        _open = [.. Enumerable.Range(0, all.Length).Where(i => all[i] is not null && !isRejected(i))];
        Open = [.. _open.Select(i => all[i]!)];
        Usage = extraction.Usage;
        ModelCalls = extraction.ModelCalls;
    }

    /// <summary>Gets the facts to decide about, in the order of the conversation.</summary>
    public IReadOnlyList<ExtractedFact> Open { get; }

    /// <summary>Gets a value indicating whether a fact was left out because it was rejected.</summary>
    public bool HasRejected => _open.Length < _all.Count(fact => fact is not null);

    public UsageDetails? Usage { get; }

    public int ModelCalls { get; }

    /// <summary>Makes the result of a fact that was left out because it was rejected.</summary>
    public static FactResult SuppressedResult(ExtractedFact fact, IReadOnlyList<MemoryCandidate>? candidates = null) => new()
    {
        Fact = fact,
        Candidates = candidates ?? [],
        Outcome = FactOutcome.Suppressed,
        Reason = Suppressed,
    };

    /// <summary>Keeps the decisions about open facts, by their places among those.</summary>
    /// <param name="decisions">Decisions about facts by their places among all.</param>
    public IReadOnlyList<MemoryDecision> OfOpen(IReadOnlyList<MemoryDecision> decisions) =>
    [
        .. decisions
            .Select(decision => decision with { Fact = Array.BinarySearch(_open, decision.Fact) })
            .Where(decision => decision.Fact >= 0),
    ];

    /// <summary>Puts results in the order of the facts, the rejected ones among them.</summary>
    public IReadOnlyList<FactResult> InOrder(IEnumerable<FactResult> results)
    {
        IEnumerable<FactResult> suppressed = _all
            .OfType<ExtractedFact>()
            .Except(Open, ReferenceEqualityComparer.Instance)
            .Select(fact => SuppressedResult((ExtractedFact)fact!));

        // What was decided about a fact that was not given stays at the end.
        return [.. results.Concat(suppressed).OrderBy(result => (uint)Array.FindIndex(_all, fact => ReferenceEquals(fact, result.Fact)))];
    }
}
