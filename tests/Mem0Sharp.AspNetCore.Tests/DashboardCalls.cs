namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What the page asks, for tests that go through all routes: the native handlers' calls under its own path, and those of its own.</summary>
internal static class DashboardCalls
{
    private const string Root = "/mem0/api";

    /// <summary>Gets the routes that change something.</summary>
    public static IReadOnlyList<(string Method, string Path)> Writing(string id) =>
    [
        .. NativeCalls.Writing(id).Select(call => (call.Method, Moved(call.Path))),
        ("POST", $"{Root}/memories/{id}/feedback"), ("POST", $"{Root}/add"), ("POST", $"{Root}/lift"), ("POST", $"{Root}/delete"),
        ("POST", $"{Root}/queue/process"), ("DELETE", $"{Root}/queue/{id}"), ("POST", $"{Root}/import"),
    ];

    /// <summary>Gets calls that name a memory by its id.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> ById(string id) =>
    [
        ("GET", $"{Root}/memories/{id}/related", null),
        ("GET", $"{Root}/memories/{id}/health", null),
        ("POST", $"{Root}/rows", $$"""{"ids":["{{id}}"]}"""),
        ("POST", $"{Root}/rows", $$"""{"ids":["{{id}}"],"known_at":"9999-01-01T00:00:00Z"}"""),
        ("POST", $"{Root}/memories/{id}/feedback", """{"feedback":"positive"}"""),
        .. NativeCalls.ById(id).Select(call => (call.Method, Moved(call.Path), call.Body)),
    ];

    /// <summary>Gets calls that name a user.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfUser(string user) =>
    [
        ("POST", $"{Root}/ids", $$"""{"user_id":"{{user}}"}"""),
        ("POST", $"{Root}/ids", $$"""{"user_id":"{{user}}","known_at":"9999-01-01T00:00:00Z"}"""),
        ("POST", $"{Root}/extent", $$"""{"user_id":"{{user}}"}"""),
        ("POST", $"{Root}/add", $$"""{"user_id":"{{user}}","messages":"Plays chess","mode":"verbatim"}"""),
        ("POST", $"{Root}/lift", $$"""{"user_id":"{{user}}","text":"Likes tea"}"""),
        ("POST", $"{Root}/delete", $$$"""{"user_id":"{{{user}}}","filters":{"tags":"none"}}"""),
        .. NativeCalls.OfUser(user).Select(call => (call.Method, Moved(call.Path), call.Body)),
    ];

    /// <summary>Gets calls that name whoever there is.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfAnybody { get; } =
    [
        ("GET", $"{Root}/me", null),
        ("GET", $"{Root}/owners", null),
        ("GET", $"{Root}/last", null),
        ("POST", $"{Root}/ids", "{}"),
        .. NativeCalls.OfAnybody.Select(call => (call.Method, Moved(call.Path), call.Body)),
    ];

    /// <summary>Gets calls that need access to everything, with what they answer then.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body, int Expected)> OfAdministrators { get; } =
    [
        .. NativeCalls.OfAdministrators.Select(call => (call.Method, Moved(call.Path), call.Body, call.Expected)),
        ("GET", $"{Root}/metrics", null, 200),
        ("GET", $"{Root}/health", null, 200),
        ("POST", $"{Root}/check", null, 200),
        ("GET", $"{Root}/queue", null, 200),
        ("POST", $"{Root}/queue/process", "{}", 200),
        ("DELETE", $"{Root}/queue/{{id}}", null, 200),
        ("GET", $"{Root}/export", null, 200),
        ("POST", $"{Root}/import?format=mem0", "[]", 200),
    ];

    private static string Moved(string path) => path.Replace("/mem0sharp/v1", Root, StringComparison.Ordinal);
}
