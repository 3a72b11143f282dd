using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>One question to a model, and how its answer is read.</summary>
/// <typeparam name="T">What the answer is read as.</typeparam>
/// <remarks>Immutable.</remarks>
internal sealed class ModelQuestion<T>
    where T : class
{
    /// <summary>Gets the instructions, the same for every question of a stage, so that providers can cache them.</summary>
    public required string Instructions { get; init; }

    /// <summary>Gets the data the question is about.</summary>
    public required string Content { get; init; }

    /// <summary>Gets what goes with the data and is no text: images. Default empty.</summary>
    public IReadOnlyList<AIContent> Attachments { get; init; } = [];

    /// <summary>Gets the name that the schema has on the wire.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Gets what a value of the schema is, in one sentence.</summary>
    public required string SchemaDescription { get; init; }

    /// <summary>Gets the JSON schema of the answer: an object.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>Gets the reading of the answer.</summary>
    public required ReplyReader<T> Read { get; init; }
}
