using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Reads arguments as models give them: a number may come as a string, and any of them as JSON or as a value.</summary>
internal sealed class ToolArguments(AIFunctionArguments arguments)
{
    /// <exception cref="MemoryValidationException">It is missing or no string.</exception>
    public string Text(string name) => Value(name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonValue node when node.TryGetValue(out string? text) => text,
        null => throw new MemoryValidationException(name, $"The argument \"{name}\" is missing.", "Call again with it."),
        _ => throw new MemoryValidationException(name, $"The argument \"{name}\" is no string.", "Give it as a string."),
    };

    /// <summary>Reads a whole number; one out of range becomes the nearest that is not, since a model's wish for more is no mistake.</summary>
    /// <exception cref="MemoryValidationException">It is no whole number.</exception>
    public int Number(string name, int least, int most, int missing)
    {
        string? digits = Value(name) switch
        {
            null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
            JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
            JsonElement json => json.GetRawText(),
            IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
            object value => value.ToString(),
        };
        if (string.IsNullOrWhiteSpace(digits))
        {
            return missing;
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number == Math.Floor(number)
            ? (int)Math.Clamp(number, least, most)
            : throw new MemoryValidationException(name, $"The argument \"{name}\" is no whole number.", $"Give {least} to {most}.");
    }

    private object? Value(string name) => arguments.TryGetValue(name, out object? value) ? value : null;
}
