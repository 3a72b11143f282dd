using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Adds conversations to a memory and measures what a model would be asked: in two calls, in one, as an agent's run, and of an image.</summary>
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

        // Where nothing is known, the one call is that for facts: it is measured already.
        using ScriptedChatClient once = ScriptedChatClient.From(
            request => CostOperation.Of(request).Name is "reconcile" ? meter.Reply(request) : replies.Reply(request));
        await using Memory single = new MemoryBuilder()
            .UseChatClient(once)
            .UseTimeProvider(new SteppingClock())
            .Configure(options => options.SingleModelCall = true)
            .Build();
        ProgressLine progress = new(console, inputs.Count);
        foreach (CostInput input in inputs)
        {
            replies.Case = input.Case;
            await AddAsync(memory, input, cancellationToken);
            await AddAsync(single, input, cancellationToken);
            await AddOtherwiseAsync(memory, input.Case, cancellationToken);
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

        DateTimeOffset occurredAt = new(input.Case.Date, new TimeOnly(12, 0), TimeSpan.Zero);
        await memory.AddAsync(MessagesOf(input.Case), scope, new MemoryAddOptions { OccurredAt = occurredAt }, cancellationToken);
    }

    /// <summary>Adds where nothing else is asked for, and nothing is in the way of the next conversation.</summary>
    private static async Task AddOtherwiseAsync(Memory memory, LabelledCase next, CancellationToken cancellationToken)
    {
        ChatMessage[] messages = MessagesOf(next);
        await memory.AddAsync(
            messages, MemoryScope.ForAgent($"{next.Id}/agent"), new MemoryAddOptions { Mode = MemoryAddMode.Procedural }, cancellationToken);
        await memory.AddAsync(
            [new ChatMessage(messages[0].Role, [new TextContent(messages[0].Text), Image])],
            MemoryScope.ForRun($"{next.Id}/run"),
            new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Images = MemoryImageMode.Describe },
            cancellationToken);
    }

    private static ChatMessage[] MessagesOf(LabelledCase next) =>
        [.. next.Messages.Select(message => new ChatMessage(new ChatRole(message.Role), message.Text) { AuthorName = message.Name })];
}
