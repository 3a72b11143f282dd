namespace Mem0Sharp;

/// <summary>From a conversation to the facts to decide about: what an extractor finds, without what was rejected. Thread-safe.</summary>
internal sealed class FactStage(
    IFactExtractor extractor, TextRedactor redactor, IHistoryStore history, MemoryOptions settings, MemoryTelemetry telemetry)
{
    /// <summary>Makes what an extractor is given.</summary>
    public FactExtractionRequest RequestOf(AddContext context) => new()
    {
        Messages = context.Conversation.Messages,
        Context = context.Earlier,
        Subject = context.Subject,
        Instructions = context.ExtractionInstructions ?? settings.ExtractionInstructions,
        Scope = context.Scope,
        ReferenceTime = context.ReferenceTime,
    };

    public async Task<ExtractedFacts> ExtractAsync(AddContext context, CancellationToken cancellationToken)
    {
        if (context.Conversation.Messages.Count == 0)
        {
            // A redaction left nothing of it.
            return new ExtractedFacts([], _ => false, new FactExtraction([]));
        }

        FactExtraction extraction = await context.Clock.MeasureAsync(
            () => extractor.ExtractAsync(RequestOf(context), cancellationToken),
            static (timings, spent) => timings with { Extraction = timings.Extraction + spent }).ConfigureAwait(false);
        telemetry.Tokens("extract", extraction.Usage);
        return await OpenAsync(context, extraction, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells which facts are to be decided about, and which were rejected before.</summary>
    public async Task<ExtractedFacts> OpenAsync(AddContext context, FactExtraction extraction, CancellationToken cancellationToken)
    {
        // An extractor may be the caller's own: a message it made up must not fail the add.
        int count = context.Conversation.Messages.Count;
        IReadOnlyList<ExtractedFact?> worded = await redactor.RedactAsync(extraction.Facts, cancellationToken).ConfigureAwait(false);
        ExtractedFact?[] facts =
            [.. worded.Select(fact => fact is null ? null : fact with { Messages = [.. fact.Messages.Where(i => i >= 0 && i < count)] })];

        // What was rejected needs no arbiter. The transaction asks again: it may be rejected while a model thinks.
        RejectionGuard[] guards = [.. facts.OfType<ExtractedFact>().Select(fact => context.Guard(fact.Text))];
        IReadOnlyList<DateTimeOffset?> rejected = guards.Length == 0
            ? []
            : await history.GetRejectionsAsync([.. guards.Select(guard => guard.Value)], cancellationToken).ConfigureAwait(false);
        int next = 0;
        bool[] isRejected = Array.ConvertAll(facts, fact => fact is not null && guards[next].Stops(rejected[next++]) && fact.Intent != FactIntent.Retraction);
        return new ExtractedFacts(facts, i => isRejected[i], extraction);
    }
}
