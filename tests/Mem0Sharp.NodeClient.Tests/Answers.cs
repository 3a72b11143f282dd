using System.Text.Json.Nodes;

namespace Mem0Sharp.NodeClient.Tests;

/// <summary>What each call of the client returned or threw.</summary>
internal sealed class Answers
{
    private readonly Dictionary<string, JsonObject> _answers;
    private readonly HashSet<string> _unread;

    private Answers(Dictionary<string, JsonObject> answers) => (_answers, _unread) = (answers, [.. answers.Keys]);

    /// <summary>Gets the calls that nobody has judged.</summary>
    public IReadOnlyCollection<string> Unread => _unread;

    /// <summary>Reads the lines of a driver; the client writes lines of its own between them.</summary>
    public static Answers Read(string output) => new(output.Split('\n')
        .Where(line => line.StartsWith("{\"name\":", StringComparison.Ordinal))
        .Select(line => JsonNode.Parse(line)!.AsObject())
        .ToDictionary(answer => (string)answer["name"]!, StringComparer.Ordinal));

    /// <summary>Gets what a call returned.</summary>
    public JsonNode? Returned(string name)
    {
        JsonObject answer = Of(name);
        answer.ContainsKey("error").Should().BeFalse("{0}: {1}", name, answer.ToJsonString());
        return answer["value"];
    }

    /// <summary>Holds that a call threw an error of this type.</summary>
    public void Threw(string name, string type) => ((string?)Of(name)["error"]).Should().Be(type, "{0}: {1}", name, Of(name).ToJsonString());

    private JsonObject Of(string name)
    {
        _unread.Remove(name);
        return _answers.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The driver made no call \"{name}\".");
    }
}
