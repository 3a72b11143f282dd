namespace Mem0Sharp.Tests.Adding;

/// <summary>An extractor that finds the same facts in every conversation.</summary>
internal sealed class FixedExtractor(params ExtractedFact[] facts) : IFactExtractor
{
    public Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new FactExtraction(facts));
}
