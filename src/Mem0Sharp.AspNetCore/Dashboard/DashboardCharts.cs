using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Mem0Sharp.AspNetCore;

/// <summary>The last hour as the page reads it: for each figure a list, oldest span first.</summary>
internal static class DashboardCharts
{
    public static Task<WireReply> GetAsync(WireRequest request)
    {
        // What everybody did says something of each.
        _ = request.Memory.Everything;
        return Task.FromResult<WireReply>(Of(request.Context.RequestServices.GetRequiredService<DashboardMetrics>()));
    }

    public static JsonObject Of(DashboardMetrics metrics)
    {
        (DateTimeOffset from, DateTimeOffset now, TimeSpan step, IReadOnlyList<MetricSlot?> slots) = metrics.Read();
        Dictionary<string, int> errors = slots.OfType<MetricSlot>().SelectMany(slot => slot.ErrorCodes).GroupBy(code => code.Key, StringComparer.Ordinal)
            .ToDictionary(code => code.Key, code => code.Sum(one => one.Value), StringComparer.Ordinal);
        return new JsonObject
        {
            ["now"] = now,
            ["from"] = from,
            ["step_seconds"] = step.TotalSeconds,
            ["groups"] = Each<OperationGroup>(group => new JsonObject
            {
                ["count"] = List(slot => slot?.Operations[(int)group] ?? 0),
                ["errors"] = List(slot => slot?.Failures[(int)group] ?? 0),
                ["p50_ms"] = List(slot => Percentile(slot, group, 0.5)),
                ["p95_ms"] = List(slot => Percentile(slot, group, 0.95)),
                ["p99_ms"] = List(slot => Percentile(slot, group, 0.99)),
            }),
            ["changes"] = Each<MemoryEvent>(change => List(slot => slot?.Changes[(int)change] ?? 0)),
            ["cache"] = new JsonObject { ["hits"] = Sum(MetricSum.CacheHits), ["misses"] = Sum(MetricSum.CacheMisses) },
            ["embedded_texts"] = Sum(MetricSum.EmbeddedTexts),
            ["tokens"] = new JsonObject { ["input"] = Sum(MetricSum.InputTokens), ["output"] = Sum(MetricSum.OutputTokens) },
            ["errors_by_code"] = new JsonObject(errors.Select(code => KeyValuePair.Create(code.Key, (JsonNode?)code.Value))),
            ["queue"] = List(slot => slot is { Queued: >= 0 } looked ? (JsonNode)looked.Queued : null),
        };

        JsonArray Sum(MetricSum sum) => List(slot => slot?.Sums[(int)sum] ?? 0);

        JsonArray List(Func<MetricSlot?, JsonNode?> value) => new([.. slots.Select(value)]);

        static JsonObject Each<T>(Func<T, JsonNode> value)
            where T : struct, Enum => new(Enum.GetValues<T>().Select(one => KeyValuePair.Create(DashboardJson.Of(one), (JsonNode?)value(one))));

        static JsonNode? Percentile(MetricSlot? slot, OperationGroup group, double share) =>
            slot is null || LatencyBuckets.Percentile(slot.LatenciesOf(group), share) is not { } milliseconds ? null : Math.Round(milliseconds, 3);
    }
}
