using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Looks up the known memories that an add may concern, each look-up in one embedding call. Thread-safe.</summary>
internal sealed class RecallStage(MemorySearcher searcher, MemoryOptions settings)
{
    /// <summary>The most memories that are looked up by messages, however many there are: all of them are shown to a model at once.</summary>
    public const int MostByMessages = 50;

    /// <summary>How much of a message is looked up by. It may be longer than an embedder takes, which a fact is not.</summary>
    public const int MessageLength = 4_000;

    /// <summary>Finds what is near the facts.</summary>
    /// <param name="context">The add.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="shown">What was found, and shown, before there were facts: it keeps its numbers. Null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<RecalledCandidates> NearFactsAsync(
        AddContext context, IReadOnlyList<ExtractedFact> facts, RecalledCandidates? shown, CancellationToken cancellationToken)
    {
        if (facts.Count == 0)
        {
            return shown ?? RecalledCandidates.From([], sequence: 0);
        }

        long sequence = await searcher.SequenceAsync(cancellationToken).ConfigureAwait(false);
        return RecalledCandidates.From(
            await SearchAsync(context, [.. facts.Select(fact => fact.Text)], cancellationToken).ConfigureAwait(false), sequence, shown);
    }

    /// <summary>Finds what is near the messages, before there are facts: for each as much as for a fact, the nearest of each first.</summary>
    public async Task<RecalledCandidates> NearMessagesAsync(AddContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> messages = context.Conversation.Messages;
        if (messages.Count == 0)
        {
            // A redaction left nothing of it.
            return RecalledCandidates.From([], sequence: 0);
        }

        long sequence = await searcher.SequenceAsync(cancellationToken).ConfigureAwait(false);
        return RecalledCandidates.OfMessages(
            await SearchAsync(context, [.. messages.Select(message => Beginning(message.Text))], cancellationToken).ConfigureAwait(false),
            MostByMessages,
            sequence);
    }

    private static string Beginning(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length <= MessageLength ? trimmed

            // Never half a character.
            : trimmed[..(char.IsHighSurrogate(trimmed[MessageLength - 1]) ? MessageLength - 1 : MessageLength)];
    }

    private Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> SearchAsync(
        AddContext context, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        return context.Clock.MeasureAsync(
            () => searcher.CandidatesAsync(texts, context.Known, settings.CandidatesPerFact, cancellationToken),
            static (timings, spent) => timings with { Search = timings.Search + spent });
    }
}
