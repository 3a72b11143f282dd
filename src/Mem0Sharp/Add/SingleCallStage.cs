namespace Mem0Sharp;

/// <summary>Both model stages of an add in one call: what is known near the messages is shown with them. Thread-safe.</summary>
internal sealed class SingleCallStage(
    ModelReconciler reconciler, FactStage facts, RecallStage recall, MemoryOptions settings, MemoryTelemetry telemetry)
{
    /// <summary>Asks for the facts and what they mean for what is known.</summary>
    /// <returns>Null where nothing is known: then there is nothing to decide, and extraction alone is one call, too.</returns>
    public async Task<Reconciled?> ReconcileAsync(AddContext context, CancellationToken cancellationToken)
    {
        RecalledCandidates shown = await recall.NearMessagesAsync(context, cancellationToken).ConfigureAwait(false);
        if (shown.Candidates.Count == 0)
        {
            return null;
        }

        ModelAnswer<Reconciliation> answer = await context.Clock.MeasureAsync(
            () => reconciler.ReconcileAsync(
                facts.RequestOf(context), shown.Candidates, context.ArbitrationInstructions ?? settings.ArbitrationInstructions, cancellationToken),
            static (timings, spent) => timings with { Arbitration = timings.Arbitration + spent }).ConfigureAwait(false);
        telemetry.Tokens("reconcile", answer.Usage);
        FactExtraction extraction = new(answer.Value.Facts, answer.Usage) { ModelCalls = answer.Calls };
        ExtractedFacts found = await facts.OpenAsync(context, extraction, cancellationToken).ConfigureAwait(false);

        // By their own texts as well, which the write embeds anyway: what says a fact already must be among what is known.
        RecalledCandidates known = await recall.NearFactsAsync(context, found.Open, shown, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<MemoryDecision> decisions = found.OfOpen(answer.Value.Decisions);

        // An arbiter is not given what was rejected. Here the model saw it, and may have put it into a text that holds two facts.
        return found.HasRejected && decisions.Any(decision => WritesMore(decision, found.Open[decision.Fact]))
            ? new Reconciled(found, known with { ShownCount = known.Candidates.Count }, Arbitration: null)
            : new Reconciled(found, known, new Arbitration(decisions));
    }

    private static bool WritesMore(MemoryDecision decision, ExtractedFact fact) => decision switch
    {
        MemoryDecision.Update update => !ComparableText.AreSame(update.Text, fact.Text),
        MemoryDecision.Add { Text: { } text } => !ComparableText.AreSame(text, fact.Text),
        _ => false,
    };
}
