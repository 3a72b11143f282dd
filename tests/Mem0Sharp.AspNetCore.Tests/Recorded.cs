using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A request as a client sends it, and what that client makes of the answer.</summary>
/// <param name="Name">What is called.</param>
/// <param name="Line">The request line's method and path, with the query.</param>
/// <param name="Body">The body, or null for none.</param>
/// <param name="Raises">The name of the client's exception; empty where the call returns.</param>
/// <param name="Reads">Reads of what the call returns what the client, or who called it, looks at; throws where that is not there.</param>
internal sealed record Recorded(string Name, string Line, string? Body, string Raises, Action<JsonNode> Reads)
{
    /// <summary>A call that returns.</summary>
    public static Recorded Returns(string name, string line, string? body, Action<JsonNode> reads) => new(name, line, body, string.Empty, reads);

    /// <summary>A call that throws.</summary>
    public static Recorded Throws(string name, string line, string? body, string exception) => new(name, line, body, exception, static _ => { });

    public override string ToString() => Name;
}
