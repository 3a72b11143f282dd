using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>One function over a memory that a model can call. Its result is JSON, an error of the memory too: the model can mend it.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, for the model.</param>
/// <param name="schema">The JSON schema of its arguments.</param>
/// <param name="run">What it does.</param>
internal sealed class MemoryTool(
    string name, string description, JsonElement schema, Func<ToolArguments, CancellationToken, Task<JsonObject>> run) : AIFunction
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        JsonObject result;
        try
        {
            result = await run(new ToolArguments(arguments), cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryException exception)
        {
            result = new JsonObject
            {
                ["error"] = exception.ErrorCode,
                ["message"] = exception.Message,
                ["suggestion"] = exception.Suggestion,
            };
            if (exception is MemoryValidationException mistake)
            {
                result["argument"] = mistake.Parameter;
            }
        }

        // An element, since every serializer of the caller's writes one down as it is.
        return JsonElement.Parse(result.ToJsonString());
    }
}
