using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp.Tests.Trust;

/// <summary>Reads what <see cref="MemoryPrompt"/> wrote the way its words say it is to be read: line by line, between the marked lines.</summary>
internal static class FencedLines
{
    public static List<(int Number, string Origin, string Text)> Read(string prompt)
    {
        // Whatever some reader takes for the end of a line.
        string[] lines = prompt.Split('\n', '\r', '\u000B', '\u000C', '\u0085', '\u2028', '\u2029');
        lines[1].Should().Be("=== memories begin ===");
        lines[^2].Should().Be("=== memories end ===");
        lines[^1].Should().BeEmpty();
        List<(int, string, string)> read = [];
        foreach (string line in lines[2..^2])
        {
            int numberEnd = line.IndexOf(']', StringComparison.Ordinal);
            int textStart = line.IndexOf(": \"", StringComparison.Ordinal);
            line[0].Should().Be('[');
            read.Add((
                int.Parse(line.AsSpan(1, numberEnd - 1), CultureInfo.InvariantCulture),
                line[(numberEnd + 1)..textStart],
                JsonSerializer.Deserialize<string>(line[(textStart + 2)..])!));
        }

        return read;
    }
}
