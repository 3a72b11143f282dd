using System.Text.Json;

namespace Mem0Sharp.Tests.Rules;

/// <summary>Reads a part of the labelled set.</summary>
/// <remarks>
/// Written by hand. "heldout" was written first, before any rule; "tuning" is what the rules were tuned on. Both have one author, who
/// also wrote the rules, so "blind" was added after the rules were frozen and run once: UPDATE 13 of 16, DELETE 10 of 13. Three
/// causes seen there were then repaired, so that today's figures on it are no longer blind. A label is what a careful reader would decide who may change a memory only on the speaker's explicit word: a contradiction that nobody
/// announces ("I live in Tallinn") is therefore an ADD, and recall is recall of what was announced.
/// </remarks>
internal static class LabelledSet
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<LabelledItem> Read(string part)
    {
        using Stream stream = typeof(LabelledSet).Assembly.GetManifestResourceStream($"Rules/{part}.json")
            ?? throw new InvalidOperationException($"There is no part called {part}.");
        return JsonSerializer.Deserialize<List<LabelledItem>>(stream, Web)!;
    }
}
