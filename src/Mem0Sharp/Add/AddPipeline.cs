using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>From a conversation to committed changes: extract, search, arbitrate, apply. Thread-safe.</summary>
internal sealed class AddPipeline(
    FactStage finding,
    RecallStage recall,
    IMemoryArbiter arbiter,
    SingleCallStage? singleCall,
    RunSummarizer? summarizer,
    ImageDescriber? describer,
    TextRedactor redactor,
    MemoryWriter writer,
    CallOnce calls,
    IHistoryStore history,
    MemoryOptions settings,
    TimeProvider time,
    MemoryTelemetry telemetry,
    ILogger logger)
{
    /// <summary>Adds a conversation; one with an idempotency key once only.</summary>
    /// <param name="add">The add.</param>
    /// <param name="queued">The add as it was kept until now, or null.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    public Task<MemoryAddResult> AddAsync(QueuedAdd add, QueuedCall? queued, CancellationToken cancellationToken)
    {
        AddContext context = ContextOf(add, queued);
        Conversation conversation = add.Conversation;
        return calls.RunAsync(
            context.Call,
            async () =>
            {
                AddContext seen = conversation.HasImages ? await DescribeAsync(context, cancellationToken).ConfigureAwait(false) : context;
                return await (context.Mode switch
                {
                    MemoryAddMode.Verbatim => KeepVerbatimAsync(seen, cancellationToken),
                    MemoryAddMode.Procedural => SummarizeAsync(seen, cancellationToken),
                    _ => InferAsync(seen, cancellationToken),
                }).ConfigureAwait(false);
            },
            outcome => AddOutcomes.ReadAsync(history, outcome, conversation.SkippedImages, cancellationToken),
            cancellationToken);
    }

    /// <summary>Checks what a caller gives an add with, before it is kept for later: then it would be too late to say so.</summary>
    /// <exception cref="MemoryValidationException">It cannot be.</exception>
    public void Check(QueuedAdd add) => ContextOf(add, queued: null);

    /// <summary>Checks that images can be described.</summary>
    /// <exception cref="MemoryConfigurationException">There is no model that could.</exception>
    public void RequireDescriber()
    {
        if (describer is null)
        {
            throw new MemoryConfigurationException(
                "Images are described by a model, and this memory has no chat client.",
                "Give the builder one that sees (UseChatClient), or let images be skipped.");
        }
    }

    /// <summary>Checks that a run can be summarised.</summary>
    /// <exception cref="MemoryValidationException">The scope names no agent.</exception>
    /// <exception cref="MemoryConfigurationException">There is no model to summarise it.</exception>
    public void RequireProcedural(MemoryScope scope, string parameter)
    {
        if (scope.AgentId is null)
        {
            throw new MemoryValidationException(
                parameter, "A procedural memory is an agent's, and the scope names none.", "Give a scope with an agent id.");
        }

        if (summarizer is null)
        {
            throw new MemoryConfigurationException(
                "A procedural memory is a model's summary, and this memory has no chat client.",
                "Give the builder one (UseChatClient), or add a summary of your own in mode Verbatim with Type = MemoryType.Procedural.");
        }
    }

    /// <summary>Puts what images show in their place, as far as it may be known: one model call for each message that has some.</summary>
    private AddContext ContextOf(QueuedAdd add, QueuedCall? queued)
    {
        (Conversation conversation, MemoryScope scope, MemoryScope? within, MemoryAddMode mode, MemoryAddOptions options) = add;
        DateTimeOffset saidAt = options.OccurredAt ?? queued?.QueuedAt ?? time.GetUtcNow();
        return new AddContext(conversation, scope, options, saidAt.ToUniversalTime())
        {
            Within = within,
            Clock = new AddClock(time),
            Mode = mode,
            IsSingleCall = mode == MemoryAddMode.Reconcile && (options.SingleModelCall ?? settings.SingleModelCall),
            Call = queued is null ? CallRequest.OfAdd(conversation, scope, mode, options)
                : queued.Key is null ? null
                : new IdempotentCall(queued.Key, queued.Request!, scope),
            Dequeues = queued?.Id,
        };
    }

    private async Task<AddContext> DescribeAsync(AddContext context, CancellationToken cancellationToken)
    {
        UsageDetails? usage = null;
        int modelCalls = 0;
        Conversation described = await context.Clock.MeasureAsync(
            () => context.Conversation.DescribedAsync(async message =>
            {
                ModelAnswer<string> answer = await describer!.DescribeAsync(message, cancellationToken).ConfigureAwait(false);
                telemetry.Tokens("describe", answer.Usage);
                usage = Sum(usage, answer.Usage);
                modelCalls += answer.Calls;
                return await redactor.RedactAsync(answer.Value, "messages", cancellationToken).ConfigureAwait(false);
            }),
            static (timings, spent) => timings with { Extraction = timings.Extraction + spent }).ConfigureAwait(false);
        return context with { Conversation = described, SeeingUsage = usage, SeeingCalls = modelCalls };
    }

    private async Task<MemoryAddResult> InferAsync(AddContext context, CancellationToken cancellationToken)
    {
        Reconciled? single = singleCall is not null && context.IsSingleCall
            ? await singleCall.ReconcileAsync(context, cancellationToken).ConfigureAwait(false)
            : null;
        ExtractedFacts facts = single?.Facts ?? await finding.ExtractAsync(context, cancellationToken).ConfigureAwait(false);
        RecalledCandidates known = single?.Known ?? await recall.NearFactsAsync(context, facts.Open, shown: null, cancellationToken).ConfigureAwait(false);
        Arbitration arbitration = single?.Arbitration ?? await ArbitrateAsync(context, facts.Open, known, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(context, facts, known, arbitration, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores each message as it is: one embedding call, one transaction, no model.</summary>
    private async Task<MemoryAddResult> KeepVerbatimAsync(AddContext context, CancellationToken cancellationToken)
    {
        ExtractedFact[] facts =
            [.. context.Conversation.Messages.Select((message, index) => new ExtractedFact(message.Text) { Messages = [index] })];
        MemoryWrite[] writes =
        [
            .. facts.Select(fact => context.Added(fact, fact.Text, time) with { Note = context.Note(fact, reason: null), IsByHand = true }),
        ];
        return await KeepAsync(context, facts, writes, usage: null, modelCalls: 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what a model makes of an agent's run: one model call, one embedding call, nothing is compared.</summary>
    private async Task<MemoryAddResult> SummarizeAsync(AddContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> messages = context.Conversation.Messages;
        if (messages.Count == 0)
        {
            // A redaction left nothing of it.
            return await KeepAsync(context, [], [], usage: null, modelCalls: 0, cancellationToken).ConfigureAwait(false);
        }

        ModelAnswer<string> summary = await context.Clock.MeasureAsync(
            () => summarizer!.SummarizeAsync(messages, context.ExtractionInstructions ?? settings.ExtractionInstructions, cancellationToken),
            static (timings, spent) => timings with { Extraction = timings.Extraction + spent }).ConfigureAwait(false);
        telemetry.Tokens("summarize", summary.Usage);
        string text = await redactor.RedactAsync(summary.Value, "messages", cancellationToken).ConfigureAwait(false);
        ExtractedFact fact = new(text) { Messages = [.. Enumerable.Range(0, messages.Count)] };
        MemoryWrite.Add added = context.Added(fact, fact.Text, time);
        MemoryWrite write = added with
        {
            Draft = added.Draft with { Type = MemoryType.Procedural },
            Note = context.Note(fact, reason: null),
            Guard = context.Guard(fact.Text),
        };
        return await KeepAsync(context, [fact], [write], summary.Usage, summary.Calls, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a text of each fact, compared with nothing: one embedding call, one transaction.</summary>
    private async Task<MemoryAddResult> KeepAsync(
        AddContext context, ExtractedFact[] facts, MemoryWrite[] writes, UsageDetails? usage, int modelCalls, CancellationToken cancellationToken)
    {
        return Logged(ResultOf(await WriteAsync(context, writes, allOrNothing: false, ResultOf, cancellationToken).ConfigureAwait(false)));

        MemoryAddResult ResultOf(IReadOnlyList<MemoryWriteResult> results)
        {
            IEnumerable<FactResult> outcomes = facts.Select((fact, i) => results[i].IsSuppressed
                ? ExtractedFacts.SuppressedResult(fact)
                : new FactResult
                {
                    Fact = fact,
                    Outcome = results[i].Error is null ? FactOutcome.Added : FactOutcome.Refused,
                    Item = results[i].Item,
                    Error = results[i].Error,
                    Reason = results[i].Error?.Message,
                });
            return Result(context, [.. outcomes], usage, modelCalls);
        }
    }

    private async Task<Arbitration> ArbitrateAsync(
        AddContext context, IReadOnlyList<ExtractedFact> facts, RecalledCandidates known, CancellationToken cancellationToken)
    {
        if (known.Candidates.Count == 0 || context.Mode == MemoryAddMode.Append)
        {
            // Nothing is known that a fact could concern, or nothing of it is to be changed: nothing to ask.
            return new Arbitration(WithoutArbiter(facts, known));
        }

        ArbitrationRequest request = new()
        {
            Facts = facts,
            Candidates = known.Candidates,
            Nearest = known.Nearest,
            Instructions = context.ArbitrationInstructions ?? settings.ArbitrationInstructions,
            ReferenceTime = context.ReferenceTime,
        };
        Arbitration arbitration = await context.Clock.MeasureAsync(
            () => arbiter.ArbitrateAsync(request, cancellationToken),
            static (timings, spent) => timings with { Arbitration = timings.Arbitration + spent }).ConfigureAwait(false);
        telemetry.Tokens("arbitrate", arbitration.Usage);
        return arbitration;
    }

    /// <summary>
    /// Writes what was decided, in one transaction. Where somebody changed a memory since it was shown, nothing is written yet: what
    /// concerns it is decided once more, on what is known now, and then each write stands or fails by itself.
    /// </summary>
    private async Task<MemoryAddResult> ApplyAsync(
        AddContext context, ExtractedFacts facts, RecalledCandidates known, Arbitration arbitration, CancellationToken cancellationToken)
    {
        DecisionPlan plan = Plan(context, facts.Open, known, arbitration);
        UsageDetails? usage = Sum(facts.Usage, arbitration.Usage);
        int modelCalls = facts.ModelCalls + arbitration.ModelCalls;
        IReadOnlyList<MemoryWriteResult> written = await WriteAsync(
            context, plan.Writes, allOrNothing: true, results => ResultOf([plan], results), cancellationToken).ConfigureAwait(false);
        if (written.All(result => result.Error is null))
        {
            return Logged(ResultOf([plan], written));
        }

        DecisionPlan[] plans = [plan];
        IReadOnlyList<int> outdated = plan.Outdated(written);
        if (outdated.Count > 0)
        {
            ExtractedFact[] again = [.. outdated.Select(fact => facts.Open[fact])];
            RecalledCandidates fresh = await recall.NearFactsAsync(context, again, shown: null, cancellationToken).ConfigureAwait(false);
            Arbitration second = await ArbitrateAsync(context, again, fresh, cancellationToken).ConfigureAwait(false);
            usage = Sum(usage, second.Usage);
            modelCalls += second.ModelCalls;
            plans = [plan.Without(outdated), Plan(context, again, fresh, second)];
        }

        written = await WriteAsync(
            context, [.. plans.SelectMany(part => part.Writes)], allOrNothing: false, results => ResultOf(plans, results), cancellationToken).ConfigureAwait(false);
        return Logged(ResultOf(plans, written));

        MemoryAddResult ResultOf(DecisionPlan[] parts, IReadOnlyList<MemoryWriteResult> results)
        {
            List<FactResult> outcomes = [];
            int next = 0;
            foreach (DecisionPlan part in parts)
            {
                outcomes.AddRange(part.Outcomes([.. results.Skip(next).Take(part.Writes.Count)]));
                next += part.Writes.Count;
            }

            return Result(context, facts.InOrder(outcomes), usage, modelCalls);
        }
    }

    private static MemoryAddResult Result(AddContext context, IReadOnlyList<FactResult> facts, UsageDetails? usage, int modelCalls) =>
        new(facts, Sum(context.SeeingUsage, usage), context.SeeingCalls + modelCalls)
        {
            Timings = context.Clock.Timings,
            SkippedImages = context.Conversation.SkippedImages,
        };

    private DecisionPlan Plan(AddContext context, IReadOnlyList<ExtractedFact> facts, RecalledCandidates known, Arbitration arbitration)
    {
        DecisionPlan plan = new(context, facts, known, time);
        foreach (MemoryDecision decision in arbitration.Decisions)
        {
            plan.Take(decision);
        }

        return plan;
    }

    private Task<IReadOnlyList<MemoryWriteResult>> WriteAsync(
        AddContext context,
        IReadOnlyList<MemoryWrite> writes,
        bool allOrNothing,
        Func<IReadOnlyList<MemoryWriteResult>, MemoryAddResult> resultOf,
        CancellationToken cancellationToken)
    {
        IdempotentCall? call = context.Call is null
            ? null
            : context.Call with { Describe = results => AddOutcomes.Describe(resultOf(results)) };
        return context.Clock.MeasureAsync(
            () => writer.UpdateMemoryAsync(writes, new MemoryWriteGroup(allOrNothing, call, context.Dequeues), cancellationToken),
            static (timings, spent) => timings with { Writing = timings.Writing + spent });
    }

    private static List<MemoryDecision> WithoutArbiter(IReadOnlyList<ExtractedFact> facts, RecalledCandidates known)
    {
        List<MemoryDecision> decisions = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string nothingTaken = known.Candidates.Count == 0 ? "Nothing is known that could be taken back." : "Nothing is taken back in this mode.";
        for (int i = 0; i < facts.Count; i++)
        {
            ExtractedFact fact = facts[i];
            decisions.Add(
                fact.Intent == FactIntent.Retraction ? new MemoryDecision.None(i) { Reason = nothingTaken }
                : !seen.Add(ComparableText.Of(fact.Text)) ? new MemoryDecision.None(i) { Reason = "The same fact stands earlier in the conversation." }
                : new MemoryDecision.Add(i));
        }

        return decisions;
    }

    private static UsageDetails? Sum(UsageDetails? first, UsageDetails? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        UsageDetails sum = new();
        sum.Add(first);
        sum.Add(second);
        return sum;
    }

    private MemoryAddResult Logged(MemoryAddResult result)
    {
        int refused = 0;
        foreach (FactResult fact in result.Facts.Where(fact => fact.Outcome == FactOutcome.Refused))
        {
            refused++;
            MemoryLog.DecisionRefused(logger, fact.Reason ?? string.Empty);
        }

        int changes = result.Facts.Count(fact => fact.Outcome is FactOutcome.Added or FactOutcome.Updated or FactOutcome.Deleted);
        MemoryLog.Added(logger, result.Facts.Count, changes, refused);
        MemoryTelemetry.Count(changes);
        return result;
    }
}
