using System.Diagnostics.CodeAnalysis;

namespace Mem0Sharp;

/// <summary>Judges memories by asking a chat model, usually in one call for all of them.</summary>
/// <remarks>
/// Thread-safe; keeps nothing of what it is shown. The model sees texts, days and numbers, never ids. A reply that does not grade every
/// memory once is asked for once more and then is an error. Grades are whole numbers, which models keep to better than to fractions.
/// </remarks>
internal sealed class ModelReranker(ModelAsker asker, MemoryTelemetry telemetry) : IMemoryReranker
{
    /// <summary>The name of the stage, for errors, the log and metrics.</summary>
    public const string Stage = "rerank";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<double>> RerankAsync(
        string query, IReadOnlyList<MemoryItem> memories, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(memories);
        if (memories.Count == 0)
        {
            return [];
        }

        ModelQuestion<IReadOnlyList<double>> question = new()
        {
            Instructions = RerankPrompt.Instructions,
            Content = RerankPrompt.Content(query, memories),
            SchemaName = RerankPrompt.SchemaName,
            SchemaDescription = RerankPrompt.SchemaDescription,
            Schema = RerankPrompt.Schema,
            Read = Read,
        };
        ModelAnswer<IReadOnlyList<double>> answer = await asker.AskAsync(question, cancellationToken).ConfigureAwait(false);
        telemetry.Tokens(Stage, answer.Usage);
        return answer.Value;

        bool Read(
            ModelReply reply,
            [NotNullWhen(true)] out IReadOnlyList<double>? relevances,
            [NotNullWhen(false)] out string? problem) =>
            RerankReply.TryRead(reply, memories.Count, out relevances, out problem);
    }
}
