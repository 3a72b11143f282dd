using System.Diagnostics.CodeAnalysis;

namespace Mem0Sharp;

/// <summary>Finds facts and decides about them by asking a chat model, usually in one call for both.</summary>
/// <remarks>
/// Thread-safe; keeps nothing of what it is shown. What holds of <see cref="ModelFactExtractor"/> and <see cref="ModelMemoryArbiter"/>
/// holds here: quoted data, numbers and no ids, and a reply that cannot be read is asked for once more and then is an error.
/// </remarks>
internal sealed class ModelReconciler(ModelAsker asker)
{
    /// <summary>Asks.</summary>
    /// <param name="conversation">The conversation, and what the application says about extracting.</param>
    /// <param name="known">The known memories that may be concerned, at least one. The model refers to them by number.</param>
    /// <param name="instructions">What the application says about deciding, or null.</param>
    /// <param name="cancellationToken">Ends the work; nothing has been written.</param>
    public Task<ModelAnswer<Reconciliation>> ReconcileAsync(
        FactExtractionRequest conversation, IReadOnlyList<MemoryCandidate> known, string? instructions, CancellationToken cancellationToken)
    {
        ModelQuestion<Reconciliation> question = new()
        {
            Instructions = ReconciliationPrompt.InstructionsFor(conversation, instructions),
            Content = ReconciliationPrompt.Content(conversation, known),
            SchemaName = ReconciliationPrompt.SchemaName,
            SchemaDescription = ReconciliationPrompt.SchemaDescription,
            Schema = ReconciliationPrompt.Schema,
            Read = Read,
        };
        return asker.AskAsync(question, cancellationToken);

        bool Read(ModelReply reply, [NotNullWhen(true)] out Reconciliation? read, [NotNullWhen(false)] out string? problem) =>
            ReconciliationReply.TryRead(reply, conversation.Messages.Count, known, out read, out problem);
    }
}
