namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The open-source server's routes, for tests that go through all of them.</summary>
internal static class OpenSourceCalls
{
    /// <summary>Gets the routes that change something.</summary>
    public static IReadOnlyList<(string Method, string Path)> Writing(string id) =>
    [
        ("POST", "/memories"), ("PUT", $"/memories/{id}"), ("DELETE", $"/memories/{id}"), ("DELETE", "/memories?user_id=alice"),
        ("DELETE", "/entities/user/alice"), ("POST", "/reset"), ("POST", "/configure"),
    ];

    /// <summary>Gets calls that are for whoever may touch everything, and what they answer to that one.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body, int Status)> OfAdministrators { get; } =
    [
        ("GET", "/configure", null, 200), ("POST", "/configure", "{}", 501), ("POST", "/reset", null, 200),
    ];

    /// <summary>Gets calls that name a memory by its id.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> ById(string id) =>
    [
        ("GET", $"/memories/{id}", null),
        ("GET", $"/memories/{id}/history", null),
        ("PUT", $"/memories/{id}", """{"text":"changed"}"""),
        ("PUT", $"/memories/{id}", """{"metadata":{"a":1}}"""),
        ("DELETE", $"/memories/{id}", null),
    ];

    /// <summary>Gets calls that name a user.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfUser(string user) =>
    [
        ("GET", $"/memories?user_id={user}", null),
        ("POST", "/search", $$"""{"user_id":"{{user}}","query":"tea"}"""),
        ("POST", "/search", $$"""{"filters":{"OR":[{"user_id":"{{user}}"}]},"query":"tea"}"""),
        ("POST", "/memories", $$"""{"user_id":"{{user}}","messages":"Likes rum","infer":false}"""),
        ("DELETE", $"/memories?user_id={user}", null),
        ("DELETE", $"/entities/user/{user}", null),
    ];

    /// <summary>Gets calls that name whoever there is.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfAnybody { get; } =
    [
        ("GET", "/entities", null),
        ("POST", "/search", """{"filters":{"user_id":"*"},"query":"tea"}"""),
    ];
}
