using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Decides by asking a chat model, usually in one call for all facts.</summary>
/// <remarks>
/// Thread-safe; keeps nothing of what it is shown. The model sees texts and numbers, never ids. A reply that is not complete (a
/// fact without a decision, an update without a text, an event that does not exist) is asked for once more and then is an error.
/// Decisions come as the model made them: candidates that do not exist and misquoted texts are for the caller to refuse. Prompts and
/// replies are logged at Trace only. Source: the update phase of Chhikara et al. 2025, arXiv:2504.19413.
/// </remarks>
public sealed class ModelMemoryArbiter : IMemoryArbiter
{
    private readonly ModelAsker _asker;

    /// <summary>Initializes the arbiter.</summary>
    /// <param name="chatClient">The model to ask. Shared, not disposed.</param>
    /// <param name="callTimeout">The longest that one call may take: 10 milliseconds to 1 hour. Null for 30 seconds.</param>
    /// <param name="timeProvider">What measures the time-out. Null for the system's clock.</param>
    /// <param name="logger">Where to log. Null for nowhere.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="callTimeout"/> is out of range.</exception>
    public ModelMemoryArbiter(
        IChatClient chatClient, TimeSpan? callTimeout = null, TimeProvider? timeProvider = null, ILogger? logger = null) =>
        _asker = new ModelAsker(chatClient, "arbitrate", callTimeout, timeProvider, logger);

    internal ModelMemoryArbiter(ModelAsker asker) => _asker = asker;

    /// <inheritdoc/>
    /// <exception cref="MemoryAccessDeniedException">The service refused the key.</exception>
    public async Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ModelQuestion<IReadOnlyList<MemoryDecision>> question = new()
        {
            Instructions = FurtherInstructions.After(ArbitrationPrompt.Instructions, request.Instructions),
            Content = ArbitrationPrompt.Content(request),
            SchemaName = ArbitrationPrompt.SchemaName,
            SchemaDescription = ArbitrationPrompt.SchemaDescription,
            Schema = ArbitrationPrompt.Schema,
            Read = Read,
        };
        ModelAnswer<IReadOnlyList<MemoryDecision>> answer = await _asker.AskAsync(question, cancellationToken).ConfigureAwait(false);
        return new Arbitration(answer.Value, answer.Usage) { ModelCalls = answer.Calls };

        bool Read(
            ModelReply reply,
            [NotNullWhen(true)] out IReadOnlyList<MemoryDecision>? decisions,
            [NotNullWhen(false)] out string? problem) =>
            ArbitrationReply.TryRead(reply, request, out decisions, out problem);
    }
}
