using System.Globalization;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Search.Rerank;

/// <summary>Three memories, and what a model says about them.</summary>
internal static class Judged
{
    public static IReadOnlyList<MemoryItem> Memories { get; } =
        [.. new[] { "Ada walks to work.", "Ada is an engineer at Kiln.", "Bo sings." }.Select(Of)];

    public static MemoryItem Of(string text, int number) => new()
    {
        Id = "id-" + number.ToString(CultureInfo.InvariantCulture),
        Text = text,
        Scope = MemoryScope.ForUser("user-4711"),
        CreatedAt = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero),
    };

    public static async Task<IReadOnlyList<double>> AskAsync(IChatClient client, string query = "Where does Ada work?")
    {
        using MemoryTelemetry telemetry = new(meters: null, TimeProvider.System);
        return await new ModelReranker(Asker(client), telemetry).RerankAsync(query, Memories, TestContext.Current.CancellationToken);
    }

    public static ModelAsker Asker(IChatClient client) => new(client, ModelReranker.Stage, callTimeout: null, timeProvider: null, logger: null);
}
