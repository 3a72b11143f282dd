using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Mem0Sharp.AspNetCore;

/// <summary>What a score is made of: signals, where they counted, and what each brought.</summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record NativeScore
{
    [JsonPropertyName("keyword"), Description("How well the words fit.")]
    public required double Keyword { get; init; }

    [JsonPropertyName("cosine"), Description("The cosine of question and memory.")]
    public double? Cosine { get; init; }

    [JsonPropertyName("entities"), Description("How much of what is named fits.")]
    public double? Entities { get; init; }

    [JsonPropertyName("answer"), Description("How well it is of the kind that is asked for.")]
    public double? Answer { get; init; }

    [JsonPropertyName("period"), Description("How near it is to the time that is asked for.")]
    public double? Period { get; init; }

    [JsonPropertyName("recency"), Description("How new it is.")]
    public double? Recency { get; init; }

    [JsonPropertyName("salience"), Description("How much it matters.")]
    public double? Salience { get; init; }

    [JsonPropertyName("from_keyword"), Description("What the words brought.")]
    public required double FromKeyword { get; init; }

    [JsonPropertyName("from_cosine"), Description("What the cosine brought.")]
    public required double FromCosine { get; init; }

    [JsonPropertyName("from_entities"), Description("What the entities brought.")]
    public required double FromEntities { get; init; }

    [JsonPropertyName("from_answer"), Description("What the kind of answer brought.")]
    public required double FromAnswer { get; init; }

    [JsonPropertyName("from_period"), Description("What the time brought.")]
    public required double FromPeriod { get; init; }

    [JsonPropertyName("from_recency"), Description("What its newness brought.")]
    public required double FromRecency { get; init; }

    [JsonPropertyName("from_salience"), Description("What its salience brought.")]
    public required double FromSalience { get; init; }
}
