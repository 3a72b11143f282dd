using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Extract;

/// <summary>Sends messages through the rules.</summary>
internal static class Extracting
{
    public static Task<IReadOnlyList<ExtractedFact>> FromUserAsync(params string[] messages) =>
        FromAsync([.. messages.Select(text => new ChatMessage(ChatRole.User, text))]);

    public static async Task<IReadOnlyList<ExtractedFact>> FromAsync(params ChatMessage[] messages)
    {
        FactExtractionRequest request = new()
        {
            Messages = messages,
            Scope = MemoryScope.ForUser("alice"),
            ReferenceTime = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
        };
        return (await new RuleFactExtractor().ExtractAsync(request, TestContext.Current.CancellationToken)).Facts;
    }
}
