using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Keeps what a user states, without a model.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RuleFactExtractor : IFactExtractor
{
    /// <inheritdoc/>
    public Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(new FactExtraction(
        [
            .. request.Messages
                .Select((message, index) => (message, index))
                .Where(pair => pair.message.Role == ChatRole.User && !pair.message.Text.TrimEnd().EndsWith('?'))
                .Select(pair => new ExtractedFact(pair.message.Text.Trim()) { Messages = [pair.index] }),
        ]));
    }
}
