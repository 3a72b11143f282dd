using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Finds facts by asking a chat model, usually in one call.</summary>
/// <remarks>
/// Thread-safe; keeps nothing of a conversation. The model is given the messages as numbered, quoted data, and its answer is read
/// with tolerance for how models write JSON. A reply that cannot be read is asked for once more and then is an error, never "no
/// facts". Prompts and replies are logged at Trace only. Source: the extraction phase of Chhikara et al. 2025, arXiv:2504.19413.
/// </remarks>
public sealed class ModelFactExtractor : IFactExtractor
{
    private readonly ModelAsker _asker;

    /// <summary>Initializes the extractor.</summary>
    /// <param name="chatClient">The model to ask. Shared, not disposed.</param>
    /// <param name="callTimeout">The longest that one call may take: 10 milliseconds to 1 hour. Null for 30 seconds.</param>
    /// <param name="timeProvider">What measures the time-out. Null for the system's clock.</param>
    /// <param name="logger">Where to log. Null for nowhere.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="callTimeout"/> is out of range.</exception>
    public ModelFactExtractor(
        IChatClient chatClient, TimeSpan? callTimeout = null, TimeProvider? timeProvider = null, ILogger? logger = null) =>
        _asker = new ModelAsker(chatClient, "extract", callTimeout, timeProvider, logger);

    internal ModelFactExtractor(ModelAsker asker) => _asker = asker;

    /// <inheritdoc/>
    /// <exception cref="MemoryAccessDeniedException">The service refused the key.</exception>
    public async Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ModelQuestion<IReadOnlyList<ExtractedFact>> question = new()
        {
            Instructions = ExtractionPrompt.InstructionsFor(request),
            Content = ExtractionPrompt.Content(request),
            SchemaName = ExtractionPrompt.SchemaName,
            SchemaDescription = ExtractionPrompt.SchemaDescription,
            Schema = ExtractionPrompt.Schema,
            Read = Read,
        };
        ModelAnswer<IReadOnlyList<ExtractedFact>> answer = await _asker.AskAsync(question, cancellationToken).ConfigureAwait(false);
        return new FactExtraction(answer.Value, answer.Usage) { ModelCalls = answer.Calls };

        bool Read(
            ModelReply reply,
            [NotNullWhen(true)] out IReadOnlyList<ExtractedFact>? facts,
            [NotNullWhen(false)] out string? problem) =>
            ExtractionReply.TryRead(reply, request.Messages.Count, out facts, out problem);
    }
}
