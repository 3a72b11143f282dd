namespace Mem0Sharp.Evaluation;

/// <summary>Extracts what the labels say. Not thread-safe: one case at a time.</summary>
internal sealed class LabelledExtractor : IFactExtractor
{
    /// <summary>Gets or sets the case that is being added.</summary>
    public LabelledCase? Case { get; set; }

    public Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new FactExtraction(
        [
            .. Case!.Facts.Select(fact => new ExtractedFact(fact.Text)
            {
                Messages = fact.Messages,
                Intent = Enum.Parse<FactIntent>(fact.Intent, ignoreCase: true),
                Replaces = fact.Replaces,
            }),
        ]));
}
