using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads the ids of turns as the data writes them.</summary>
internal static partial class TurnIds
{
    /// <summary>Reads a string, or a list of strings, that may hold several ids ("D8:6; D9:17") or misspelt ones ("D:11:26").</summary>
    /// <returns>The ids as turns have them, each once, in order. What is no id ("D") is passed over.</returns>
    public static IReadOnlyList<string> Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Read(value.GetString()!),
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Read).Distinct(StringComparer.Ordinal)],
        _ => [],
    };

    /// <summary>Reads a string.</summary>
    public static IReadOnlyList<string> Read(string text) =>
    [
        .. Id().Matches(text)
            .Select(id => $"D{id.Groups["session"].ValueSpan.TrimStart('0')}:{id.Groups["turn"].ValueSpan.TrimStart('0')}")
            .Distinct(StringComparer.Ordinal),
    ];

    [GeneratedRegex("D:?(?<session>[0-9]+):(?<turn>[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
