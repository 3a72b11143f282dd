using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Answers in a model's place with what was recorded of a session: asked for facts, with its facts; asked about them, with ADD.</summary>
/// <remarks>Which of the two is asked for, the name of the reply's schema says. Not thread-safe: one session at a time.</remarks>
internal sealed class RecordedReplies
{
    /// <summary>Gets or sets the session that is being added.</summary>
    public LocomoSession? Session { get; set; }

    /// <summary>Returns the reply to a request.</summary>
    /// <exception cref="InvalidOperationException">No session is being added, or something else is asked for.</exception>
    public string Reply(ChatOptions? options)
    {
        LocomoSession session = Session ?? throw new InvalidOperationException("A model was asked while no session was being added.");
        return (options?.ResponseFormat as ChatResponseFormatJson)?.SchemaName switch
        {
            "facts" => Facts(session),
            "decisions" => Decisions(session),
            string other => throw new InvalidOperationException($"Nothing is recorded for a reply of the schema '{other}'."),
            null => throw new InvalidOperationException("Nothing is recorded for a reply without a schema."),
        };
    }

    // A message's number is its turn's place: the turns with text are the messages, in their order.
    private static string Facts(LocomoSession session)
    {
        Dictionary<string, int> places = session.Turns
            .Select((turn, place) => (turn.Id, place))
            .ToDictionary(turn => turn.Id, turn => turn.place, StringComparer.Ordinal);
        return JsonSerializer.Serialize(new
        {
            facts = session.Facts.Select(fact => new { text = fact.Text, messages = fact.Turns.Select(id => places[id]) }),
        });
    }

    private static string Decisions(LocomoSession session) => JsonSerializer.Serialize(new
    {
        decisions = session.Facts.Select((_, number) => new
        {
            fact = number,
            @event = "ADD",
            candidate = (int?)null,
            text = (string?)null,
            old_text = (string?)null,
            reason = (string?)null,
        }),
    });
}
