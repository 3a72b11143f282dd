using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>What a model is asked for. A new operation of the library is a line here, and an answer in <see cref="CostReplies"/>.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Schema">The name of the reply's schema, by which a request is told.</param>
internal sealed record CostOperation(string Name, string Schema)
{
    public static IReadOnlyList<CostOperation> All { get; } =
    [
        new("extract", "facts"),
        new("arbitrate", "decisions"),
        new("reconcile", "reconciliation"),
        new("describe", "image_description"),
        new("summarize", "run_summary"),
    ];

    /// <exception cref="InvalidOperationException">No operation has its schema.</exception>
    public static CostOperation Of(ScriptedChatRequest request) => Of((request.Options?.ResponseFormat as ChatResponseFormatJson)?.SchemaName);

    /// <exception cref="InvalidOperationException">No operation has this schema.</exception>
    public static CostOperation Of(string? schema) =>
        All.FirstOrDefault(operation => string.Equals(operation.Schema, schema, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"There is no operation with replies of the schema '{schema}'.");
}
