namespace Mem0Sharp;

/// <summary>Moves a verb between "smoke" and "smokes".</summary>
internal static class ThirdPersonVerb
{
    /// <summary>Returns the form after "he": "smoke" gives "smokes".</summary>
    public static string Of(string verb) => verb switch
    {
        "have" => "has",
        "be" => "is",
        _ when verb.EndsWith('y') && verb.Length > 1 && !"aeiou".Contains(verb[^2], StringComparison.Ordinal) => verb[..^1] + "ies",
        _ when verb.EndsWith('s') || verb.EndsWith('x') || verb.EndsWith('o') || verb.EndsWith("ch", StringComparison.Ordinal) || verb.EndsWith("sh", StringComparison.Ordinal) => verb + "es",
        _ => verb + "s",
    };

    /// <summary>Returns the form after "I": "smokes" gives "smoke". What does not end like a third person comes back as it is.</summary>
    public static string Base(string verb) => verb switch
    {
        "has" => "have",
        "is" => "am",
        "does" => "do",
        "goes" => "go",
        "was" => "was",
        "this" or "always" or "his" or "its" => verb,
        _ when verb.Length > 4 && verb.EndsWith("ies", StringComparison.Ordinal) => verb[..^3] + "y",
        _ when verb.Length > 4 && (verb.EndsWith("ches", StringComparison.Ordinal) || verb.EndsWith("shes", StringComparison.Ordinal) || verb.EndsWith("sses", StringComparison.Ordinal) || verb.EndsWith("xes", StringComparison.Ordinal)) => verb[..^2],
        _ when verb.Length > 2 && verb.EndsWith('s') && !verb.EndsWith("ss", StringComparison.Ordinal) => verb[..^1],
        _ => verb,
    };
}
