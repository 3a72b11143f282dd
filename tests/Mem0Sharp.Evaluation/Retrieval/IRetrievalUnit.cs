using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>What memories are made of in a run, and how.</summary>
internal interface IRetrievalUnit
{
    /// <summary>Gets what its figures are called, "locomo.turns" for instance.</summary>
    string Name { get; }

    IReadOnlyList<RetrievalScope> Scopes { get; }

    /// <summary>Gets what answers in a model's place while texts are added; null where no model is asked.</summary>
    Func<ChatOptions?, string>? Model { get; }

    /// <summary>Adds the texts of a scope.</summary>
    /// <returns>What became of each.</returns>
    Task<IReadOnlyList<FactResult>> AddAsync(Memory memory, RetrievalScope scope, CancellationToken cancellationToken);

    /// <summary>Gets what a memory that was found carries.</summary>
    IReadOnlyList<string> EvidenceOf(RetrievalScope scope, MemoryItem item);
}
