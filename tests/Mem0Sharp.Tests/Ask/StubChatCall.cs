using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Ask;

/// <summary>What one call of a <see cref="StubChatClient"/> was sent.</summary>
internal sealed record StubChatCall(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    public bool AskedForSchema => Options?.ResponseFormat is ChatResponseFormatJson { Schema: not null };

    public bool AskedForPlainJson => Options?.ResponseFormat is ChatResponseFormatJson { Schema: null };

    public string LastText => Messages[^1].Text;
}
