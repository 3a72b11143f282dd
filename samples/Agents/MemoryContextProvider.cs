using Mem0Sharp;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Agents;

// snippet: provider
/// <summary>Gives an agent of Agent Framework a memory: what it knows before a run, and what was said after one.</summary>
internal sealed class MemoryContextProvider(ScopedMemory memory) : AIContextProvider
{
    protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        string asked = string.Join('\n', (context.AIContext.Messages ?? []).Where(IsOf(ChatRole.User)).Select(message => message.Text));
        if (string.IsNullOrWhiteSpace(asked))
        {
            return new AIContext();
        }

        MemorySearchResults known = await memory.SearchAsync(asked, new MemorySearchOptions { Top = 5 }, cancellationToken);
        return known.Count == 0
            ? new AIContext()
            : new AIContext { Messages = [new ChatMessage(ChatRole.User, MemoryPrompt.Format(known.Select(result => result.Item)))] };
    }

    // Called after a run that succeeded, with the messages that no provider added.
    protected override async ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        ChatMessage[] said =
        [
            .. context.RequestMessages.Where(IsOf(ChatRole.User)),
            .. (context.ResponseMessages ?? []).Where(IsOf(ChatRole.Assistant)),
        ];
        if (said.Any(message => !string.IsNullOrWhiteSpace(message.Text)))
        {
            await memory.AddAsync(said, cancellationToken: cancellationToken);
        }
    }

    private static Func<ChatMessage, bool> IsOf(ChatRole role) => message => message.Role == role;
}

// end-snippet
