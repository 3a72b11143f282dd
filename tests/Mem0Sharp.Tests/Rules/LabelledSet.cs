using System.Text.Json;

namespace Mem0Sharp.Tests.Rules;

/// <summary>Reads a half of the labelled set.</summary>
/// <remarks>
/// Written by hand. The held-out half was written first, before any rule, and the rules were tuned on the other half alone. A label
/// is what a careful reader would decide who may change a memory only on the speaker's explicit word: a contradiction that nobody
/// announces ("I live in Tallinn") is therefore an ADD, and recall is recall of what was announced.
/// </remarks>
internal static class LabelledSet
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<LabelledItem> Read(string half)
    {
        using Stream stream = typeof(LabelledSet).Assembly.GetManifestResourceStream($"Rules/{half}.json")
            ?? throw new InvalidOperationException($"There is no half called {half}.");
        return JsonSerializer.Deserialize<List<LabelledItem>>(stream, Web)!;
    }
}
