namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The platform's routes, for tests that go through all of them.</summary>
internal static class PlatformCalls
{
    /// <summary>Gets the routes that change something.</summary>
    public static IReadOnlyList<(string Method, string Path)> Writing(string id) =>
    [
        ("POST", "/v1/memories/"), ("POST", "/v3/memories/add/"), ("PUT", $"/v1/memories/{id}/"), ("DELETE", $"/v1/memories/{id}/"),
        ("DELETE", "/v1/memories/?user_id=alice"), ("PUT", "/v1/batch/"), ("DELETE", "/v1/batch/"), ("POST", "/v1/feedback/"),
        ("DELETE", "/v1/entities/user/alice/"), ("DELETE", "/v2/entities/user/alice/"), ("POST", "/v1/exports/"),
        ("PATCH", "/api/v1/orgs/organizations/mem0sharp/projects/mem0sharp/"), ("POST", "/api/v1/webhooks/projects/mem0sharp/"),
        ("PUT", $"/api/v1/webhooks/{id}/"), ("DELETE", $"/api/v1/webhooks/{id}/"),
    ];

    /// <summary>Gets calls that are for whoever may touch everything, and what they answer to that one.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body, int Status)> OfAdministrators { get; } =
    [
        ("GET", "/api/v1/orgs/organizations/mem0sharp/projects/mem0sharp/", null, 200),
        ("PATCH", "/api/v1/orgs/organizations/mem0sharp/projects/mem0sharp/", """{"name":"Ours"}""", 200),
        ("GET", "/api/v1/webhooks/projects/mem0sharp/", null, 200),
        ("POST", "/api/v1/webhooks/projects/mem0sharp/", """{"name":"a","url":"https://example.com/","event_types":["memory_add"]}""", 201),
        ("PUT", "/api/v1/webhooks/{id}/", """{"name":"b"}""", 404),
        ("DELETE", "/api/v1/webhooks/{id}/", null, 404),
    ];

    /// <summary>Gets calls that name a memory by its id.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> ById(string id) =>
    [
        ("GET", $"/v1/memories/{id}/", null),
        ("GET", $"/v1/memories/{id}/history/", null),
        ("PUT", $"/v1/memories/{id}/", """{"text":"changed"}"""),
        ("PUT", $"/v1/memories/{id}/", """{"metadata":{"a":1}}"""),
        ("DELETE", $"/v1/memories/{id}/", null),
        ("DELETE", $"/v1/memories/{id}/?delete_linked=true", null),
        ("PUT", "/v1/batch/", $$"""{"memories":[{"memory_id":"{{id}}","text":"changed"}]}"""),
        ("DELETE", "/v1/batch/", $$"""{"memories":[{"memory_id":"{{id}}"}]}"""),
        ("POST", "/v1/feedback/", $$"""{"memory_id":"{{id}}","feedback":"POSITIVE"}"""),
    ];

    /// <summary>Gets calls that name a user, and with what they answer how many memories were reached.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfUser(string user) =>
    [
        ("GET", $"/v1/memories/?user_id={user}", null),
        ("POST", "/v2/memories/", $$"""{"filters":{"user_id":"{{user}}"} }"""),
        ("POST", "/v3/memories/", $$"""{"filters":{"AND":[{"user_id":"{{user}}"}]} }"""),
        ("POST", "/v3/memories/", $$"""{"filters":{"OR":[{"user_id":"{{user}}"},{"user_id":"nobody"}]} }"""),
        ("POST", "/v1/memories/search/", $$"""{"user_id":"{{user}}","query":"tea"}"""),
        ("POST", "/v2/memories/search/", $$"""{"filters":{"user_id":"{{user}}"},"query":"tea"}"""),
        ("POST", "/v3/memories/search/", $$"""{"filters":{"user_id":{"in":["{{user}}"]} },"query":"tea"}"""),
        ("POST", "/v3/memories/add/", $$"""{"user_id":"{{user}}","messages":"Likes rum","infer":false}"""),
        ("DELETE", $"/v1/memories/?user_id={user}", null),
        ("DELETE", $"/v1/entities/user/{user}/", null),
        ("DELETE", $"/v2/entities/user/{user}/", null),
    ];

    /// <summary>Gets calls that name whoever there is.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfAnybody { get; } =
    [
        ("GET", "/v1/entities/", null),
        ("POST", "/v3/memories/", """{"filters":{"user_id":"*"}}"""),
        ("POST", "/v3/memories/search/", """{"filters":{"OR":[{"user_id":"*"},{"agent_id":"*"}]},"query":"tea"}"""),
        ("DELETE", "/v1/memories/?user_id=*&agent_id=*&app_id=*&run_id=*", null),
    ];
}
