using System.Text;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Keeping;

/// <summary>Exports as lines.</summary>
internal static class Exported
{
    public static async Task<string[]> LinesAsync(Memory memory, MemoryScope? scope = null)
    {
        using MemoryStream stream = new();
        await memory.ExportAsync(stream, new MemoryExportOptions { Scope = scope }, MemoryFixture.Token);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
    }

    public static Task<MemoryImportResult> ImportAsync(Memory memory, params IEnumerable<string> lines) =>
        memory.ImportAsync(MemoryImportSource.Export(new MemoryStream(Bytes(lines))), cancellationToken: MemoryFixture.Token);

    public static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + '\n')));

    /// <summary>Leaves out when rows were recorded: that begins anew.</summary>
    public static string[] Timeless(IEnumerable<string> lines) => [.. lines.Select(line => Changed(line, json => (json["memory"] as JsonObject)?.Remove("recorded_at")))];

    public static string Changed(string line, Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(line)!.AsObject();
        change(json);
        return json.ToJsonString();
    }
}
