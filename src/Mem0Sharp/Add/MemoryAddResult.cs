using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What an add did.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryAddResult
{
    internal MemoryAddResult(IReadOnlyList<FactResult> facts, UsageDetails? usage, int modelCalls)
    {
        Facts = facts;
        Usage = usage;
        ModelCalls = modelCalls;
    }

    /// <summary>Gets one result for each fact, in the order of the conversation. Empty when nothing was worth keeping.</summary>
    public IReadOnlyList<FactResult> Facts { get; }

    /// <summary>Gets the tokens that extraction and arbitration cost, or null when no model was asked or it did not say.</summary>
    public UsageDetails? Usage { get; }

    /// <summary>Gets how often a model was called: 2 or fewer where its replies can be read, and 1 for each message with images to describe; 0 by rules.</summary>
    public int ModelCalls { get; }

    /// <summary>Gets how long each stage took. All zero for a repeated call with an idempotency key, which does nothing.</summary>
    public MemoryAddTimings Timings { get; internal init; } = MemoryAddTimings.None;

    /// <summary>Gets the images that were passed over, with the reason. Default empty.</summary>
    public IReadOnlyList<SkippedImage> SkippedImages { get; internal init; } = [];

    /// <summary>Gets the call that is kept and done later (<see cref="MemoryQueueMode"/>): then nothing was done yet. Null when it is done.</summary>
    public QueuedCall? Queued { get; internal init; }

    /// <summary>Gets the memories that were added or updated, as they are now.</summary>
    public IEnumerable<MemoryItem> Items => Facts
        .Where(fact => fact.Outcome is FactOutcome.Added or FactOutcome.Updated)
        .Select(fact => fact.Item!);

    /// <summary>Returns the number of facts.</summary>
    /// <returns>For instance "MemoryAddResult (3 facts)".</returns>
    public override string ToString() => $"MemoryAddResult ({Facts.Count} facts)";
}
