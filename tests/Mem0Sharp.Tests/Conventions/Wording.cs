using System.Text.RegularExpressions;

namespace Mem0Sharp.Tests.Conventions;

/// <summary>What no committed file may say. The patterns are written so that they do not find themselves.</summary>
internal static partial class Wording
{
    private const int PatternTimeout = 10_000; // ms

    /// <summary>Gets what is wrong with a text, one sentence for each line and kind.</summary>
    public static IEnumerable<string> Violations(SourceFile file) => file.Lines.SelectMany((line, index) => Kinds(line)
        .Select(kind => $"{file.Path}:{index + 1} {kind}: {line.Trim()}"));

    private static IEnumerable<string> Kinds(string line)
    {
        if (MachinePath().IsMatch(line) || line.Contains(RepositoryLayout.Root, StringComparison.Ordinal))
        {
            yield return "a path of one machine";
        }

        if (RegistryAddress().IsMatch(line))
        {
            yield return "the address of a package registry";
        }

        if (Unfinished().IsMatch(line))
        {
            yield return "unfinished work";
        }

        if (SwitchedOff().IsMatch(line))
        {
            yield return "a test that is switched off";
        }
    }

    [GeneratedRegex(@"(?<![\w.~:/\\)}\]-])/(?:home|root|Users|work|workspace|mnt|tmp)/[\w.-]|\b[A-Z]:\\{1,2}(?:Users|Temp|src)\b", RegexOptions.None, PatternTimeout)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://[a-z0-9.-]*(?:nuget|npmjs|pypi|debian)\.", RegexOptions.None, PatternTimeout)]
    private static partial Regex RegistryAddress();

    [GeneratedRegex(@"\bT[O]DO\b|\bFI[X]ME\b|\bX[X]X\b|NotImplemented[E]xception", RegexOptions.None, PatternTimeout)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\[(?:Fact|Theory|InlineData)\b[^\]]*\bSk[i]p\s*=", RegexOptions.None, PatternTimeout)]
    private static partial Regex SwitchedOff();
}
