namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The library's own routes, for tests that go through all of them.</summary>
internal static class NativeCalls
{
    private const string Root = "/mem0sharp/v1";

    /// <summary>Gets the routes that change something.</summary>
    public static IReadOnlyList<(string Method, string Path)> Writing(string id) =>
    [
        ("PATCH", $"{Root}/memories/{id}"), ("DELETE", $"{Root}/memories/{id}"), ("POST", $"{Root}/memories/{id}/restore"),
        ("POST", $"{Root}/memories/{id}/erase"), ("POST", $"{Root}/erase"), ("POST", $"{Root}/reviews/{id}"),
    ];

    /// <summary>Gets calls that name a memory by its id.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> ById(string id) =>
    [
        ("GET", $"{Root}/memories/{id}", null),
        ("GET", $"{Root}/memories/{id}?as_of=9999-01-01T00:00:00Z", null),
        ("GET", $"{Root}/memories/{id}?as_of_sequence=1000000", null),
        ("GET", $"{Root}/memories/{id}/history", null),
        ("PATCH", $"{Root}/memories/{id}", """{"text":"changed"}"""),
        ("PATCH", $"{Root}/memories/{id}", """{"tags":["a"],"reason":"why"}"""),
        ("POST", $"{Root}/memories/{id}/restore", """{"version":1}"""),
        ("DELETE", $"{Root}/memories/{id}", null),
        ("POST", $"{Root}/memories/{id}/erase", null),
    ];

    /// <summary>Gets calls that name a user.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfUser(string user) =>
    [
        ("GET", $"{Root}/changes?user_id={user}", null),
        ("GET", $"{Root}/reviews?user_id={user}", null),
        ("POST", $"{Root}/search", $$"""{"query":"tea","user_id":"{{user}}"}"""),
        ("POST", $"{Root}/search", $$"""{"query":"tea","user_id":"{{user}}","as_of":"9999-01-01T00:00:00Z"}"""),
        ("POST", $"{Root}/erase", $$"""{"user_id":"{{user}}"}"""),
    ];

    /// <summary>Gets calls that name whoever there is.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfAnybody { get; } =
    [
        ("GET", $"{Root}/changes", null),
        ("GET", $"{Root}/reviews", null),
        ("POST", $"{Root}/search", """{"query":"tea"}"""),
        ("POST", $"{Root}/search", """{"query":"likes","filters":{"OR":[{"user_id":"alice"},{"user_id":"bob"}]}}"""),
    ];

    /// <summary>Gets calls that need access to everything, with what they answer then.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body, int Expected)> OfAdministrators { get; } =
    [
        ("POST", $"{Root}/erase/verify", """{"memory_ids":[],"erased_at":"2026-01-01T00:00:00Z","hash":""}""", 200),
    ];
}
