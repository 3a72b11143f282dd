using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>What all cases came to, in this process and in the unprivileged one.</summary>
internal sealed class RefusalTally
{
    /// <summary>How a line begins that is a count and not for whoever looks.</summary>
    private const string Mark = "case ";

    public int Cases { get; private set; }

    public int Refusals { get; private set; }

    public int Untyped { get; private set; }

    public int Hung { get; private set; }

    public int Lost { get; private set; }

    public int Unusable { get; private set; }

    public bool IsSound => this is { Cases: > 0, Refusals: > 0, Untyped: 0, Hung: 0, Lost: 0, Unusable: 0 };

    /// <summary>Makes the line that <see cref="Read"/> reads.</summary>
    public static string Write(RefusalVerdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mark}{verdict.Refusals} {verdict.Untyped.Count} {verdict.Hung.Count} {verdict.Lost.Count} {verdict.Unusable.Count}");

    /// <returns>Whether the line was a count; if not it is for whoever looks.</returns>
    public bool Read(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal))
        {
            return false;
        }

        int[] counts = [.. line[Mark.Length..].Split(' ').Select(FaultArguments.Number)];
        Cases++;
        Refusals += counts[0];
        Untyped += counts[1];
        Hung += counts[2];
        Lost += counts[3];
        Unusable += counts[4];
        return true;
    }
}
