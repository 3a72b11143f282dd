using Mem0Sharp;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>Remembers a conversation, exchange by exchange, and shows each decision.</summary>
internal static class Remembering
{
    public static async Task RunAsync(Stage stage, IReadOnlyList<Exchange> exchanges, CancellationToken cancellationToken)
    {
        bool isFirst = true;
        foreach (Exchange exchange in exchanges)
        {
            if (!isFirst)
            {
                stage.Screen.Line();
            }

            isFirst = false;
            foreach (ChatMessage message in exchange.Messages)
            {
                stage.Screen.Entry(message.AuthorName ?? message.Role.Value, message.Text, Tone.Cyan);
            }

            MemoryAddResult added = await stage.Memory.AddAsync(
                exchange.Messages, stage.Scope, new MemoryAddOptions { OccurredAt = exchange.OccurredAt }, cancellationToken);
            foreach (FactResult fact in added.Facts)
            {
                FactLines.Write(stage.Screen, fact);
            }

            if (added.Facts.Count == 0)
            {
                stage.Screen.Entry("–", "nothing worth keeping", textTone: Tone.Faint);
            }
        }
    }
}
