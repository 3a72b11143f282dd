using System.Text.Json;

namespace Mem0Sharp.Faults;

/// <summary>The journal of one host: a file with a line for each call that was answered. Used by one thread.</summary>
internal sealed class HostsJournal(string path) : IDisposable
{
    private const string Ending = ".journal";

    private readonly StreamWriter _writer = new(path);

    public static string PathOf(string folder, int host) => Path.Combine(folder, $"{host}{Ending}");

    /// <summary>Reads the journals of all hosts.</summary>
    public static IReadOnlyList<HostsLine> ReadAll(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, $"*{Ending}").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Select(line => JsonSerializer.Deserialize<HostsLine>(line)!),
    ];

    public void Write(HostsLine line) => _writer.WriteLine(JsonSerializer.Serialize(line));

    public void Dispose() => _writer.Dispose();
}
