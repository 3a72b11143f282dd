using System.Text.Json.Nodes;

namespace Mem0Sharp.Evaluation;

/// <summary>Damages some of a model's replies as models do, in ways that can be told from a right one.</summary>
/// <param name="rate">The share of replies that are damaged, 0 to 1.</param>
/// <param name="seed">Equal seeds damage equal replies equally.</param>
internal sealed class ReplyDamage(double rate, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Gets how many replies were damaged.</summary>
    public int Damaged { get; private set; }

    /// <summary>Returns the reply's text, damaged or not.</summary>
    /// <param name="stage">"facts", "decisions", or "reconciliation" for both in one.</param>
    /// <param name="reply">A right reply; may be changed.</param>
    /// <param name="shown">How many memories were shown.</param>
    public string Apply(string stage, JsonObject reply, int shown)
    {
        if (_random.NextDouble() >= rate)
        {
            return reply.ToJsonString();
        }

        Damaged++;
        return stage is "decisions" or "reconciliation" && _random.Next(3) > 0
            ? InDecision(DecisionsIn(reply), reply, shown)
            : AsWhole(reply.ToJsonString());
    }

    private JsonArray DecisionsIn(JsonObject reply) => (reply["decisions"] ?? reply["facts"]) switch
    {
        JsonArray { Count: > 0 } facts when reply["decisions"] is null => (JsonArray)facts[_random.Next(facts.Count)]!["decisions"]!,
        JsonArray decisions => decisions,
        _ => [],
    };

    private string AsWhole(string text) => _random.Next(9) switch
    {
        0 => string.Empty,
        1 => text[.._random.Next(1, text.Length)],
        2 => $"Here you are:\n```json\n{text}\n```\nAnything else?",
        3 => $"<think>Perhaps {{\"facts\":[]}} or {{\"decisions\":[]}}?</think>{text}",
        4 => $"{text}{text}",
        5 => "I cannot help with that.",
        6 => text.Replace("}", ",}", StringComparison.Ordinal),
        7 => $"{text}<|im_end|>",
        _ => text.Replace('"', '\''),
    };

    private string InDecision(JsonArray decisions, JsonObject reply, int shown)
    {
        if (decisions.Count == 0)
        {
            return AsWhole(reply.ToJsonString());
        }

        JsonObject decision = (JsonObject)decisions[_random.Next(decisions.Count)]!;
        switch (_random.Next(10))
        {
            case 0: // Another memory's number, with the text of the right one.
                decision["candidate"] = decision["candidate"] is JsonValue right ? ((int)right + 1) % Math.Max(2, shown) : 0;
                break;
            case 1:
                decision["candidate"] = shown + _random.Next(3);
                break;
            case 2:
                decision["candidate"] = -1;
                break;
            case 3:
                decision["candidate"] = "019ca945-0a00-7715-b7a7-b2a8e71384d9";
                break;
            case 4:
                decision["old_text"] = decision["old_text"] is JsonValue quoted ? $"{quoted.GetValue<string>()} And more." : "Something else.";
                break;
            case 5:
                decision["event"] = "MERGE";
                break;
            case 6:
                decision["fact"] = 7;
                break;
            case 7:
                decision.Remove("event");
                break;
            case 8: // All of the fact's: one of several that is missing could not be told.
                JsonNode? fact = decision["fact"];
                decisions.RemoveAll(other => JsonNode.DeepEquals(other!["fact"], fact));
                break;
            default:
                decisions.Add(decision.DeepClone());
                break;
        }

        return reply.ToJsonString();
    }
}
