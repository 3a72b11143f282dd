using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Server.Seed;

/// <summary>A file of <c>People</c>: an owner, and what happens to that one's memories.</summary>
/// <param name="Owner">Whose they are.</param>
/// <param name="Steps">What happens. Those of one day happen in this order.</param>
internal sealed record SeedFile(SeedOwner Owner, IReadOnlyList<SeedStep> Steps)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Reads all that are built into the program, by name.</summary>
    public static IReadOnlyList<SeedFile> ReadAll()
    {
        Assembly program = typeof(SeedFile).Assembly;
        return
        [
            .. program.GetManifestResourceNames()
                .Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(program.GetManifestResourceStream(name)!)),
        ];
    }

    private static SeedFile Read(Stream stream)
    {
        using StreamReader reader = new(stream);
        SeedOwner owner = JsonNode.Parse(reader.ReadLine()!)!["owner"]!.Deserialize<SeedOwner>(Format)!;
        List<SeedStep> steps = [];
        while (reader.ReadLine() is { } line)
        {
            steps.Add(JsonSerializer.Deserialize<SeedStep>(line, Format)!);
        }

        return new SeedFile(owner, steps);
    }
}
