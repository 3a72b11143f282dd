namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The routes of the two small contracts, for tests that go through all of them.</summary>
internal static class ContractCalls
{
    /// <summary>Gets the routes that change something.</summary>
    public static IReadOnlyList<(string Method, string Path)> Writing(string id) =>
    [
        ("PUT", "/memory/update"), ("POST", "/memory/add"), ("POST", "/memory/reinforce"), ("DELETE", $"/memory/{id}"), ("PATCH", $"/memory/{id}"),
        ("PATCH", "/memory"),
    ];

    /// <summary>Gets calls that name a memory by its id.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> ById(string id) =>
    [
        ("PUT", "/memory/update", $$"""{"memory_id":"{{id}}","data":"changed"}"""),
        ("GET", $"/memory/history/{id}", null),
        ("GET", $"/memory/{id}", null),
        ("PATCH", $"/memory/{id}", """{"content":"changed"}"""),
        ("PATCH", $"/memory/{id}", """{"tags":["a"]}"""),
        ("POST", "/memory/reinforce", $$"""{"id":"{{id}}","boost":0.2}"""),
        ("DELETE", $"/memory/{id}", null),
    ];

    /// <summary>Gets calls that name a user.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfUser(string user) =>
        [("POST", "/memory/add", $$"""{"user_id":"{{user}}","content":"Likes rum"}""")];
}
