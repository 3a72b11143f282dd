using Mem0Sharp.Tests.Arbitrate.Model;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Reconcile;

/// <summary>Asks for the facts of three messages beside two known memories.</summary>
internal static class Reconciling
{
    public static FactExtractionRequest Conversation { get; } = new()
    {
        Messages = [new ChatMessage(ChatRole.User, "one"), new ChatMessage(ChatRole.User, "two"), new ChatMessage(ChatRole.User, "three")],
        Scope = MemoryScope.ForUser("user-4711"),
        ReferenceTime = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero),
    };

    public static IReadOnlyList<MemoryCandidate> Known { get; } =
        ArbitrationRequests.Of([new ExtractedFact("Fact.")], ["Ada lives in Linz.", "Ada has a dog."]).Candidates;

    public static async Task<Reconciliation> AskAsync(IChatClient client) =>
        (await new ModelReconciler(new ModelAsker(client, "reconcile", callTimeout: null, timeProvider: null, logger: null))
            .ReconcileAsync(Conversation, Known, instructions: null, TestContext.Current.CancellationToken)).Value;
}
