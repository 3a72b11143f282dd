using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The document of the sample server says what the library's own routes take and answer, and it is true.</summary>
public sealed class OpenApiTests
{
    private const string Root = "/mem0sharp/v1", Full =
        """
        {
          "id": "m1", "memory": "Likes tea", "user_id": "alice", "agent_id": "coach", "run_id": "r1", "app_id": "app",
          "linked_agent_ids": ["tutor"], "linked_run_ids": ["r2"], "metadata": { "a": { "b": [1, null] } }, "tags": ["drink"],
          "entities": [{ "kind": "name", "text": "Darjeeling" }], "links": [{ "id": "m2", "strength": 0.5 }], "version": 3, "memory_type": "episodic",
          "immutable": true, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z", "recorded_at": "2026-01-03T00:00:00Z",
          "valid_from": "2025-01-01T00:00:00Z", "valid_to": "2027-01-01T00:00:00Z", "expiration_date": "2028-01-01T00:00:00Z", "actor_id": "ann", "role": "user",
          "source_message_ids": ["s1"], "source_occurred_at": "2025-12-31T00:00:00Z", "review_of": "m3", "trust_tier": "untrusted", "salience": 0.25
        }
        """;

    [Fact]
    public async Task Document_OfTheSample_HasEachNativeRouteAndNoOther()
    {
        OpenApiDocument document = await OpenApiDocument.FetchAsync();
        await using ServerFixture fixture = await StartAsync();
        string[] mapped =
        [
            .. fixture.Routes.Where(route => route.RoutePattern.RawText!.StartsWith(Root, StringComparison.Ordinal))
                .Select(route => $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {route.RoutePattern.RawText}"),
        ];

        ((string?)document.Json["openapi"]).Should().StartWith("3.1");
        mapped.Should().NotBeEmpty();
        Operations(document).Select(operation => $"{operation.Method} {operation.Path}").Should().BeEquivalentTo(mapped);
        Operations(document).Select(operation => (string?)operation.Json["operationId"]).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        References(document.Json).Should().NotBeEmpty().And.OnlyContain(name => document.Json["components"]!["schemas"]![name] != null);
    }

    [Fact]
    public async Task Operation_OfEachRoute_SaysWhatItTakesAndAnswers()
    {
        OpenApiDocument document = await OpenApiDocument.FetchAsync();
        foreach ((string method, string path, JsonObject operation) in Operations(document))
        {
            string name = $"{method} {path}";
            JsonObject responses = operation["responses"]!.AsObject();
            ((string?)operation["summary"]).Should().NotBeNullOrWhiteSpace(name);
            (responses["200"]!["content"]!["application/json"]!["schema"]!["$ref"] is not null).Should().BeTrue(name);
            foreach (string status in (string[])["400", "401", "403", "413", "429", "500", "502", "503"])
            {
                ((string?)responses[status]!["content"]!["application/problem+json"]!["schema"]!["$ref"]).Should().Be("#/components/schemas/NativeProblem", name);
            }

            responses.ContainsKey("404").Should().Be(path.Contains('{', StringComparison.Ordinal), name);
            bool isConditional = path.EndsWith("{id}", StringComparison.Ordinal) && method is "PATCH" or "DELETE" || path.EndsWith("/restore", StringComparison.Ordinal);
            responses.ContainsKey("412").Should().Be(isConditional, name);
            Parameters(operation).Contains("header If-Match", StringComparer.Ordinal).Should().Be(isConditional, name);
            Parameters(operation).Contains("path id", StringComparer.Ordinal).Should().Be(path.Contains('{', StringComparison.Ordinal), name);
            bool takesBody = method is "PATCH" || (method is "POST" && !path.EndsWith("{id}/erase", StringComparison.Ordinal));
            (operation["requestBody"]?["content"]!["application/json"]!["schema"]!["$ref"] is not null).Should().Be(takesBody, name);
        }

        Parameters(document.Operation("GET", $"{Root}/memories/{{id}}")!).Should().BeEquivalentTo(
            "path id", "query as_of", "query as_of_sequence", "query held_at", "header If-None-Match");
        Parameters(document.Operation("GET", $"{Root}/changes")!).Should().BeEquivalentTo(
            "query after", "query limit", "query user_id", "query agent_id", "query run_id", "query app_id", "header Last-Event-ID");
        Parameters(document.Operation("GET", $"{Root}/reviews")!).Should().BeEquivalentTo(
            "query limit", "query user_id", "query agent_id", "query run_id", "query app_id");
    }

    [Fact]
    public async Task Schema_OfAMemory_NamesExactlyWhatTheLibraryWrites()
    {
        OpenApiDocument document = await OpenApiDocument.FetchAsync();
        JsonObject schema = document.Schema("NativeMemory");
        JsonObject full = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize<MemoryItem>(Full))!.AsObject();
        JsonObject least = JsonSerializer.SerializeToNode(new MemoryItem { Id = "m1", Text = "Likes tea", Scope = MemoryScope.ForUser("alice") })!.AsObject();

        full.Select(member => member.Key).Should().BeEquivalentTo(schema["properties"]!.AsObject().Select(member => member.Key));
        least.Select(member => member.Key).Should().BeEquivalentTo([.. schema["required"]!.AsArray().Select(member => (string)member!), "user_id"]);
        document.Problems(full, schema, "$").Should().BeEmpty();
        document.Problems(least, schema, "$").Should().BeEmpty();
        full["zanzibar"] = 1;
        full["memory_type"] = "other";
        full["version"] = "3";
        full.Remove("hash");
        document.Problems(full, schema, "$").Should().BeEquivalentTo(
            "$.zanzibar is not named.", "$.memory_type is none of MemoryType.", "$.version is no integer.", "$.hash is missing.");
    }

    [Fact]
    public async Task Answer_OfEachRoute_IsWhatItsSchemaSays()
    {
        OpenApiDocument document = await OpenApiDocument.FetchAsync();
        string alice = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(alice), UserId = "alice", IsReadOnly = true });
        });
        string id = await fixture.StoreAsync("Likes tea", more: """{"metadata":{"a":1},"agent_id":"coach"}"""), other = await fixture.StoreAsync("Has a cat");
        HashSet<string> answered = new(StringComparer.Ordinal);

        await CheckAsync(200, "PATCH", "/memories/{id}", $$"""{"text":"Likes rum","tags":["a"],"links":[{"id":"{{other}}"}],"valid_from":"2026-01-01T00:00:00Z","reason":"said so"}""");
        await fixture.Memory.UpdateAsync(id, "Likes gin", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token);
        await fixture.Memory.UpdateAsync(
            id, new MemoryPatch { Tags = TagsPatch.Add("b") }, new MemoryUpdateOptions { ChangedBy = "ann", ChangedByRole = "user" }, Token);
        await CheckAsync(200, "GET", "/memories/{id}");
        await CheckAsync(304, "GET", "/memories/{id}", headers: ("If-None-Match", "*"));
        await CheckAsync(200, "GET", "/memories/{id}/history");
        await CheckAsync(200, "GET", "/changes");
        await CheckAsync(200, "POST", "/search", """{"query":"Does she like rum?","user_id":"alice","explain":true}""");
        JsonNode reviews = await CheckAsync(200, "GET", "/reviews", query: "?user_id=alice");
        await CheckAsync(200, "POST", "/reviews/{id}", """{"decision":"use_both"}""", item: (string)reviews["results"]![0]!["kept"]!["id"]!);
        await CheckAsync(412, "PATCH", "/memories/{id}", """{"text":"x"}""", headers: ("If-Match", "\"1\""));
        await CheckAsync(412, "DELETE", "/memories/{id}", headers: ("If-Match", "\"1\""));
        await CheckAsync(412, "POST", "/memories/{id}/restore", """{"version":1}""", headers: ("If-Match", "\"1\""));
        await CheckAsync(409, "POST", "/memories/{id}/restore", """{"version":1}""");
        await CheckAsync(200, "POST", "/memories/{id}/restore", """{"version":1,"force":true}""");
        await CheckAsync(200, "DELETE", "/memories/{id}");
        JsonNode receipt = await CheckAsync(200, "POST", "/memories/{id}/erase");
        await CheckAsync(200, "POST", "/erase/verify", receipt.ToJsonString());
        await CheckAsync(200, "POST", "/erase", """{"user_id":"alice"}""");
        foreach ((string method, string path, _) in Operations(document).Where(operation => operation.Path.Contains('{', StringComparison.Ordinal)))
        {
            string? body = path.EndsWith("/restore", StringComparison.Ordinal) ? """{"version":1}"""
                : path.Contains("/reviews/", StringComparison.Ordinal) ? """{"decision":"use_both"}"""
                : method is "PATCH" ? """{"text":"x"}""" : null;
            await CheckAsync(404, method, path[Root.Length..], body);
        }

        foreach ((string method, string path, _) in Operations(document).Where(operation => operation.Method is not "GET"))
        {
            await CheckAsync(401, method, path[Root.Length..], "{}", key: string.Empty);
            if (path is not $"{Root}/search")
            {
                await CheckAsync(403, method, path[Root.Length..], "{}", key: alice);
            }
        }

        answered.Should().BeEquivalentTo(Operations(document).Select(operation => $"{operation.Method} {operation.Path}"));
        foreach (string name in (string[])["NativeChange", "NativeChangePage", "NativeReview", "NativeSettled", "NativeReceipt", "NativeVerification", "NativeProblem"])
        {
            document.Seen[name].Should().BeEquivalentTo(document.Schema(name)["properties"]!.AsObject().Select(member => member.Key), "all of {0} was seen", name);
        }

        async Task<JsonNode> CheckAsync(
            int expected, string method, string path, string? body = null, string? item = null, string query = "", string? key = null, params (string, string)[] headers)
        {
            using HttpResponseMessage response = await fixture.RawAsync(
                method, Root + path.Replace("{id}", item ?? id, StringComparison.Ordinal) + query, body, key, headers);
            string text = await response.Content.ReadAsStringAsync(Token);
            ((int)response.StatusCode).Should().Be(expected, "{0} {1}: {2}", method, path, text);
            JsonNode? json = text.Length == 0 ? null : JsonNode.Parse(text);
            document.Problems(method, Root + path, expected, response.Content.Headers.ContentType?.MediaType, json).Should().BeEmpty("{0} {1}: {2}", method, path, text);
            if (expected == 200)
            {
                answered.Add($"{method} {Root}{path}");
            }

            return json ?? new JsonObject();
        }
    }

    private static IEnumerable<(string Method, string Path, JsonObject Json)> Operations(OpenApiDocument document) => document.Json["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())));

    private static IEnumerable<string> Parameters(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? []).Select(parameter => $"{parameter!["in"]} {parameter["name"]}");

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(member => member.Key is "$ref" ? [((string)member.Value!).Split('/')[^1]] : References(member.Value)),
        JsonArray array => array.SelectMany(References),
        _ => [],
    };
}
