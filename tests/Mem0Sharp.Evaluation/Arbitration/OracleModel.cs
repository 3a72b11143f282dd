using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>A model that is always right: it answers with the labels, and finds the numbers of the memories in what it is shown.</summary>
/// <remarks>Not thread-safe: one case at a time.</remarks>
/// <param name="damage">What becomes of its replies on the way, or null for nothing.</param>
internal sealed class OracleModel(ReplyDamage? damage)
{
    /// <summary>Gets or sets the case that is being added.</summary>
    public LabelledCase? Case { get; set; }

    /// <summary>Gets how many decisions it could not make since the memory was not shown.</summary>
    public int NotShown { get; private set; }

    /// <summary>Gets how many updates were given as the words that change.</summary>
    public int BySpan { get; private set; }

    /// <summary>Gets what was asked and answered, by stage.</summary>
    public Dictionary<string, ReplyCost> Costs { get; } = new(StringComparer.Ordinal);

    public string Reply(ScriptedChatRequest request)
    {
        LabelledCase asked = Case ?? throw new InvalidOperationException("A model was asked while no case was being added.");
        string? stage = (request.Options?.ResponseFormat as ChatResponseFormatJson)?.SchemaName;
        string[] shown = Shown(request.LastText);
        JsonObject reply = stage switch
        {
            "facts" => Facts(asked),
            "decisions" => new JsonObject { ["decisions"] = Decisions(asked, shown, asked.Decisions) },
            "reconciliation" => Reconciled(asked, shown),
            _ => throw new InvalidOperationException($"There is no answer of the schema '{stage}'."),
        };
        string text = damage is null ? reply.ToJsonString() : damage.Apply(stage, reply, shown.Length);
        ReplyCost cost = Costs.GetValueOrDefault(stage);
        Costs[stage] = cost with { Calls = cost.Calls + 1, Asked = cost.Asked + request.AllText.Length, Answered = cost.Answered + text.Length };
        return text;
    }

    private static JsonObject Facts(LabelledCase asked) => new()
    {
        ["facts"] = new JsonArray([.. asked.Facts.Select(fact => new JsonObject
        {
            ["text"] = fact.Text,
            ["messages"] = new JsonArray([.. fact.Messages.Select(message => (JsonNode)message)]),
        })]),
    };

    /// <summary>Answers both questions at once: each fact with its decisions.</summary>
    private JsonObject Reconciled(LabelledCase asked, string[] shown)
    {
        JsonObject reply = Facts(asked);
        for (int i = 0; i < asked.Facts.Count; i++)
        {
            reply["facts"]![i]!["decisions"] = Decisions(asked, shown, asked.Decisions.Where(label => label.Fact == i));
        }

        return reply;
    }

    private JsonArray Decisions(LabelledCase asked, string[] shown, IEnumerable<LabelledDecision> labels)
    {
        JsonArray decisions = [];
        foreach (LabelledDecision label in labels)
        {
            int? candidate = null;
            if (label.Candidate is { } place && Array.IndexOf(shown, asked.Known[place]) is var number)
            {
                candidate = number < 0 ? null : number;
                NotShown += number < 0 ? 1 : 0;
            }

            // A model that is not shown what a fact changes can only keep it beside.
            string decision = label.Candidate is not null && candidate is null && label.Event is "UPDATE" ? "ADD"
                : label.Candidate is not null && candidate is null ? "NONE"
                : label.Event;
            // Of a partial correction, every second one as the words that change.
            (string Span, string With)? words = decision is "UPDATE" && asked.Shape is "partial" && label.Candidate % 2 == 0
                ? ChangedWords.Between(shown[candidate!.Value], label.Text!)
                : null;
            BySpan += words is null ? 0 : 1;
            decisions.Add(new JsonObject
            {
                ["fact"] = label.Fact,
                ["event"] = decision,
                ["candidate"] = candidate,
                ["text"] = decision is "UPDATE" && words is null ? label.Text : null,
                ["old_text"] = decision is "UPDATE" or "DELETE" && words is null ? shown[candidate!.Value] : null,
                ["span"] = words?.Span,
                ["with"] = words?.With,
                ["reason"] = null,
            });
        }

        return decisions;
    }

    /// <summary>Reads the known memories out of a question: between two lines, each with its number and its text as a JSON string.</summary>
    private static string[] Shown(string question) =>
    [
        .. question.Split('\n')
            .SkipWhile(line => !string.Equals(line, "=== known memories ===", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !string.Equals(line, "=== end ===", StringComparison.Ordinal))
            .Select((line, number) =>
            {
                string head = string.Create(CultureInfo.InvariantCulture, $"[{number}] ");
                return line.StartsWith(head, StringComparison.Ordinal)
                    ? JsonSerializer.Deserialize<string>(line.AsSpan(head.Length))!
                    : throw new FormatException("The question does not number its memories as expected.");
            }),
    ];
}
