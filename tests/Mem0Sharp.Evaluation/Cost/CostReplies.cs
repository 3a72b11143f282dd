using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Evaluation;

/// <summary>
/// Answers in a model's place with what is labelled or recorded, as long as a model's answer would be: each field that the schema
/// requires is there, and letters of all languages stand as they are. Not thread-safe: one case at a time.
/// </summary>
internal sealed class CostReplies
{
    // As models write: without an escape for each letter that is not English.
    private static readonly JsonSerializerOptions AsModelsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OracleModel _oracle = new(damage: null);

    /// <summary>Gets or sets the case that is being added.</summary>
    public LabelledCase? Case
    {
        get => _oracle.Case;
        set => _oracle.Case = value;
    }

    public string Reply(ScriptedChatRequest request)
    {
        LabelledCase asked = Case ?? throw new InvalidOperationException("A model was asked while no case was being added.");
        JsonNode reply = CostOperation.Of(request).Name switch
        {
            "extract" => Facts(asked),
            "arbitrate" => JsonNode.Parse(_oracle.Reply(request))!,
            "reconcile" => Reconciled(asked, request),

            // Nobody labelled these two: what is worth keeping of the case stands for them.
            "describe" => new JsonObject { ["description"] = asked.Facts.Count == 0 ? "Nothing." : asked.Facts[0].Text },
            "summarize" => new JsonObject { ["summary"] = asked.Facts.Count == 0 ? "Nothing." : string.Join('\n', asked.Facts.Select(fact => fact.Text)) },
            string other => throw new InvalidOperationException($"There is no answer for '{other}'."),
        };
        return reply.ToJsonString(AsModelsWrite);
    }

    private static JsonObject Facts(LabelledCase asked) => new()
    {
        ["facts"] = new JsonArray([.. asked.Facts.Select(fact => new JsonObject
        {
            ["text"] = fact.Text,
            ["messages"] = new JsonArray([.. fact.Messages.Select(message => (JsonNode)message)]),
            ["type"] = "semantic",
            ["from"] = Day(fact.ValidFrom),
            ["to"] = Day(fact.ValidTo?.AddDays(-1)),
        })]),
    };

    /// <summary>Answers both questions at once: each fact with its decisions, which do not say again which fact they are about.</summary>
    private JsonObject Reconciled(LabelledCase asked, ScriptedChatRequest request)
    {
        JsonObject reply = Facts(asked);
        JsonArray decided = JsonNode.Parse(_oracle.Reply(request))!["facts"]!.AsArray();
        foreach ((JsonNode? fact, JsonNode? labelled) in reply["facts"]!.AsArray().Zip(decided))
        {
            JsonArray decisions = labelled!["decisions"]!.DeepClone().AsArray();
            foreach (JsonNode? decision in decisions)
            {
                decision!.AsObject().Remove("fact");
            }

            fact!["decisions"] = decisions;
        }

        return reply;
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
