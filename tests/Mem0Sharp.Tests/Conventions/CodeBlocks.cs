namespace Mem0Sharp.Tests.Conventions;

/// <summary>The C# in a Markdown page, and whether it is part of a file that is compiled.</summary>
internal static class CodeBlocks
{
    /// <summary>Gets the C# blocks of a page, each with the number of its first line.</summary>
    public static IEnumerable<(int Line, string[] Code)> In(SourceFile page)
    {
        string[] lines = page.Lines;
        for (int start = 0; start < lines.Length; start++)
        {
            if (!IsFence(lines[start]))
            {
                continue;
            }

            int end = Array.FindIndex(lines, start + 1, IsFence);
            end = end < 0 ? lines.Length : end;
            if (lines[start].Trim(' ', '`').Split(' ')[0].ToLowerInvariant() is "csharp" or "cs" or "c#")
            {
                yield return (start + 2, lines[(start + 1)..end]);
            }

            start = end;
        }
    }

    /// <summary>Says whether a block is a run of lines of a source, both freed of the indentation of their first line.</summary>
    public static bool IsPartOf(string[] code, SourceFile source)
    {
        string[] wanted = [.. Dedent(code)];
        string[] lines = source.Lines;
        return wanted.Length > 0
            && Enumerable.Range(0, Math.Max(0, lines.Length - wanted.Length + 1))
                .Any(start => Dedent(lines[start..(start + wanted.Length)]).SequenceEqual(wanted, StringComparer.Ordinal));
    }

    private static bool IsFence(string line) => line.TrimStart().StartsWith("```", StringComparison.Ordinal);

    private static IEnumerable<string> Dedent(string[] lines)
    {
        int indentation = lines.Length == 0 ? 0 : lines[0].Length - lines[0].TrimStart(' ').Length;
        string margin = new(' ', indentation);
        return lines.Select(line => line.StartsWith(margin, StringComparison.Ordinal) ? line[indentation..] : line.Trim(' '));
    }
}
