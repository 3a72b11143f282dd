using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Takes the labelled cases through a memory, each in a scope of its own.</summary>
internal sealed class ArbitrationRun(IReadOnlyList<LabelledCase> cases, EvaluationConsole console)
{
    /// <summary>Runs with a model that answers as labelled, damaged on the way or not.</summary>
    /// <param name="damage">The damage, or null for none.</param>
    /// <param name="once">Whether it is asked once for facts and decisions.</param>
    /// <param name="model">The model that was asked, with what it cost.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public Task<IReadOnlyList<ArbitrationOutcome>> WithModelAsync(
        ReplyDamage? damage, bool once, out OracleModel model, CancellationToken cancellationToken)
    {
        OracleModel oracle = model = new OracleModel(damage);
        return RunAsync(
            builder => builder.UseChatClient(ScriptedChatClient.From(oracle.Reply)).Configure(options => options.SingleModelCall = once),
            next => oracle.Case = next,
            damage is null ? "oracle" : "damaged replies",
            cancellationToken);
    }

    /// <summary>Runs with the rules, on the labelled facts or on what the rules extract themselves.</summary>
    public Task<IReadOnlyList<ArbitrationOutcome>> WithRulesAsync(bool labelledFacts, CancellationToken cancellationToken)
    {
        LabelledExtractor extractor = new();
        return RunAsync(
            builder => _ = labelledFacts ? builder.UseFactExtractor(extractor) : builder,
            next => extractor.Case = next,
            labelledFacts ? "rules on labelled facts" : "rules",
            cancellationToken);
    }

    private async Task<IReadOnlyList<ArbitrationOutcome>> RunAsync(
        Action<MemoryBuilder> use, Action<LabelledCase> begin, string name, CancellationToken cancellationToken)
    {
        MemoryBuilder builder = new MemoryBuilder().UseTimeProvider(new SteppingClock());
        use(builder);
        await using Memory memory = builder.Build();
        ProgressLine progress = new(console, cases.Count);
        List<ArbitrationOutcome> outcomes = [];
        foreach (LabelledCase next in cases)
        {
            begin(next);
            outcomes.Add(await RunAsync(memory, next, cancellationToken));
            progress.Step($"cases ({name})");
        }

        progress.Clear();
        return outcomes;
    }

    private static async Task<ArbitrationOutcome> RunAsync(Memory memory, LabelledCase next, CancellationToken cancellationToken)
    {
        MemoryScope scope = MemoryScope.ForUser(next.Id);
        List<MemoryItem> known = [];
        foreach (string text in next.Known)
        {
            known.AddRange((await memory.AddAsync(text, scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken)).Items);
        }

        MemoryAddOptions options = new() { OccurredAt = new DateTimeOffset(next.Date, new TimeOnly(12, 0), TimeSpan.Zero) };
        MemoryAddResult? result = null;
        try
        {
            result = await memory.AddAsync(
                next.Messages.Select(message => new ChatMessage(new ChatRole(message.Role), message.Text) { AuthorName = message.Name }),
                scope,
                options,
                cancellationToken);
        }
        catch (ModelResponseException)
        {
            // What the model answered could not be read, twice: the caller knows.
        }

        return new ArbitrationOutcome(
            next, known, result, await memory.GetAllAsync(scope, cancellationToken: cancellationToken).ToListAsync(cancellationToken));
    }
}
