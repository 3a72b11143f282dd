using System.Text.Json;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads the labelled cases: one JSON object on each line.</summary>
/// <remarks>
/// Written by hand for this project, by two authors who did not see each other's half: names from A to M in the one for tuning, from N
/// to Z in the one held out. Whoever tunes a prompt or a rule looks at the first only.
/// </remarks>
internal static class ArbitrationFile
{
    /// <summary>The halves: the one to tune on, and the one held out.</summary>
    public static readonly IReadOnlyList<string> Halves = ["tuning", "held-out"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads a half; its name stands before the ids.</summary>
    public static IReadOnlyList<LabelledCase> Read(string half)
    {
        using Stream stream = typeof(ArbitrationFile).Assembly.GetManifestResourceStream($"Arbitration/{half}.jsonl")
            ?? throw new ArgumentException($"There is no half '{half}'.", nameof(half));
        using StreamReader lines = new(stream);
        return [.. Read(lines).Select(read => read with { Id = $"{half}/{read.Id}" })];
    }

    /// <exception cref="FormatException">It is not in this format, or contradicts itself; the message names the line.</exception>
    public static IReadOnlyList<LabelledCase> Read(TextReader lines)
    {
        List<LabelledCase> cases = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int number = 1; lines.ReadLine() is { } line; number++)
        {
            try
            {
                LabelledCase read = JsonSerializer.Deserialize<LabelledCase>(line, Json) ?? throw new FormatException("This is null.");
                Check(read, ids.Add(read.Id));
                cases.Add(read);
            }
            catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
            {
                throw new FormatException($"Line {number}: {exception.Message}", exception);
            }
        }

        return cases;
    }

    private static void Check(LabelledCase read, bool isNew)
    {
        if (!isNew)
        {
            throw new FormatException($"There is another case '{read.Id}'.");
        }

        if (read.Facts.Where((_, place) => !read.Decisions.Any(decision => decision.Fact == place)).Any())
        {
            throw new FormatException("A fact has no decision.");
        }

        IEnumerable<string> kept = read.Known.Select(text => read.Changes.TryGetValue(text, out string? changed) ? changed : text).OfType<string>();
        IEnumerable<string> added = read.Decisions
            .Where(decision => string.Equals(decision.Event, "ADD", StringComparison.Ordinal))
            .Select(decision => read.Facts[decision.Fact].Text);
        if (!kept.Concat(added).Order(StringComparer.Ordinal).SequenceEqual(read.After.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw new FormatException("The decisions do not lead to what is said to be known afterwards.");
        }
    }
}
