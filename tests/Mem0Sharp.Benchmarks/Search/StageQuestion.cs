namespace Mem0Sharp.Benchmarks;

/// <summary>A question, with what each stage of its search is given by the one before.</summary>
/// <param name="Text">The question.</param>
/// <param name="Vector">Its embedding.</param>
/// <param name="NearIds">The ids of what is nearest by vector.</param>
/// <param name="Hits">What is found by vectors and by words, best first, before near ties are settled.</param>
/// <param name="Vectors">The embeddings of the hits that diversity chooses among.</param>
/// <param name="RelatedTo">The id of a memory that has links.</param>
internal sealed record StageQuestion(
    string Text,
    ReadOnlyMemory<float> Vector,
    IReadOnlyCollection<string> NearIds,
    IReadOnlyList<SearchHit> Hits,
    IReadOnlyList<ReadOnlyMemory<float>?> Vectors,
    string RelatedTo);
