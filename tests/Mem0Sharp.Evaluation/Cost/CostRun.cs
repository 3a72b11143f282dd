using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Adds conversations to a memory and measures what a model would be asked: as they stand, as an agent's run, and with an image.</summary>
internal sealed class CostRun(IReadOnlyList<CostInput> inputs, EvaluationConsole console)
{
    // Its own tokens depend on the provider and its size; what is measured is the text around it.
    private static readonly DataContent Image = new(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "image/png");

    public async Task<CostMeter> RunAsync(CancellationToken cancellationToken)
    {
        CostReplies replies = new();
        CostMeter meter = new(replies.Reply);
        using ScriptedChatClient chatClient = ScriptedChatClient.From(meter.Reply);
        await using Memory memory = new MemoryBuilder().UseChatClient(chatClient).UseTimeProvider(new SteppingClock()).Build();
        ProgressLine progress = new(console, inputs.Count);
        foreach (CostInput input in inputs)
        {
            replies.Case = input.Case;
            await AddAsync(memory, input, cancellationToken);
            progress.Step("conversations");
        }

        progress.Clear();
        return meter;
    }

    private static async Task AddAsync(Memory memory, CostInput input, CancellationToken cancellationToken)
    {
        MemoryScope scope = MemoryScope.ForUser(input.User);
        foreach (string text in input.Case.Known)
        {
            await memory.AddAsync(text, scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken);
        }

        ChatMessage[] messages =
            [.. input.Case.Messages.Select(message => new ChatMessage(new ChatRole(message.Role), message.Text) { AuthorName = message.Name })];
        DateTimeOffset occurredAt = new(input.Case.Date, new TimeOnly(12, 0), TimeSpan.Zero);
        await memory.AddAsync(messages, scope, new MemoryAddOptions { OccurredAt = occurredAt }, cancellationToken);

        // Where nothing else is asked for, and nothing is in the way of the next conversation.
        await memory.AddAsync(
            messages, MemoryScope.ForAgent($"{input.Case.Id}/agent"), new MemoryAddOptions { Mode = MemoryAddMode.Procedural }, cancellationToken);
        await memory.AddAsync(
            [new ChatMessage(messages[0].Role, [new TextContent(messages[0].Text), Image])],
            MemoryScope.ForRun($"{input.Case.Id}/run"),
            new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Images = MemoryImageMode.Describe },
            cancellationToken);
    }
}
