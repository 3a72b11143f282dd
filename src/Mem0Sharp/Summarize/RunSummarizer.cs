using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Makes one text of an agent's run by asking a chat model. Thread-safe.</summary>
/// <param name="asker">Asks the model.</param>
internal sealed class RunSummarizer(ModelAsker asker)
{
    /// <exception cref="ModelResponseException">Two replies could not be read.</exception>
    /// <exception cref="MemoryNetworkException">The model could not be reached.</exception>
    public Task<ModelAnswer<string>> SummarizeAsync(
        IReadOnlyList<ChatMessage> messages, string? furtherInstructions, CancellationToken cancellationToken) =>
        asker.AskAsync(
            new ModelQuestion<string>
            {
                Instructions = FurtherInstructions.After(RunSummaryPrompt.Instructions, furtherInstructions),
                Content = RunSummaryPrompt.Content(messages),
                SchemaName = RunSummaryPrompt.SchemaName,
                SchemaDescription = RunSummaryPrompt.SchemaDescription,
                Schema = RunSummaryPrompt.Schema,
                Read = TryRead,
            },
            cancellationToken);

    private static bool TryRead(ModelReply reply, [NotNullWhen(true)] out string? summary, [NotNullWhen(false)] out string? problem) =>
        ReplyField.TryOnlyText(reply, "summary", out summary, out problem);
}
