namespace Mem0Sharp;

/// <summary>What an arbiter is given: new facts, and the known memories they may concern.</summary>
/// <remarks>Immutable. Candidates are referred to by number, their place in <see cref="Candidates"/>, never by id.</remarks>
public sealed class ArbitrationRequest
{
    /// <summary>Gets the new facts, at least one.</summary>
    public required IReadOnlyList<ExtractedFact> Facts { get; init; }

    /// <summary>Gets the known memories near any of the facts, each once, nearest first. At least one.</summary>
    public required IReadOnlyList<MemoryCandidate> Candidates { get; init; }

    /// <summary>
    /// Gets, for each fact, the numbers of the candidates near it and their similarity (cosine, [-1, 1]), nearest first.
    /// As many as <see cref="Facts"/>.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<(int Candidate, double Score)>> Nearest { get; init; }

    /// <summary>Gets what the application tells a model beside its own instructions. Default null: nothing. Rules do not read it.</summary>
    public string? Instructions { get; init; }

    /// <summary>Gets when the conversation took place. UTC.</summary>
    public required DateTimeOffset ReferenceTime { get; init; }
}
