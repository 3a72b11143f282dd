using System.Text.Json;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Stands before a scripted model and measures each call. Not thread-safe.</summary>
/// <param name="answer">The model.</param>
internal sealed class CostMeter(Func<ScriptedChatRequest, string> answer)
{
    private readonly Dictionary<CostOperation, List<CallCost>> _calls = [];

    /// <summary>Gets the calls of an operation, oldest first.</summary>
    public IReadOnlyList<CallCost> CallsOf(CostOperation operation) => _calls.GetValueOrDefault(operation) ?? [];

    /// <summary>Answers a request and counts it.</summary>
    public string Reply(ScriptedChatRequest request)
    {
        CostOperation operation = CostOperation.Of(request);
        string reply = answer(request);
        if (!_calls.TryGetValue(operation, out List<CallCost>? calls))
        {
            _calls[operation] = calls = [];
        }

        // On one line, as clients send it.
        string schema = JsonSerializer.Serialize(((ChatResponseFormatJson)request.Options!.ResponseFormat!).Schema!.Value);
        calls.Add(new CallCost(
            SizeOf(request.Messages.Where(message => message.Role == ChatRole.System)),
            SizeOf(request.Messages.Where(message => message.Role != ChatRole.System)),
            TokenCounter.SizeOf(schema),
            TokenCounter.SizeOf(reply)));
        return reply;
    }

    private static TextSize SizeOf(IEnumerable<ChatMessage> messages) =>
        messages.Aggregate(default(TextSize), (size, message) => size + TokenCounter.SizeOf(message.Text));
}
