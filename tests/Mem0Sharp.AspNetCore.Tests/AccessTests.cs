using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>Nobody gets in unless the host says so, and nobody further than it says.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("Production", 401)]
    [InlineData("Development", 200)]
    public async Task Request_WhereNothingIsConfigured_GetsInOnlyInDevelopmentOnTheSameMachine(string environment, int expected)
    {
        await using ServerFixture fixture = await StartAsync(_ => { }, environment);

        (await fixture.SendAsync("GET", "/v1/ping/", key: "")).Status.Should().Be(expected);
        (await fixture.SendAsync("GET", "/v1/ping/")).Status.Should().Be(expected, "a key opens nothing where there is none");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 401)]
    [InlineData("Origin", "http://127.0.0.1:1", 401)]
    [InlineData("Origin", "null", 401)]
    [InlineData("Origin", "{own}", 200)]
    [InlineData("Host", "evil.example", 401)]
    [InlineData("Host", "127.0.0.1.evil.example", 401)]
    [InlineData("Host", "10.0.0.1", 401)]
    [InlineData("Host", "localhost", 200)]
    [InlineData("Host", "[::1]:5042", 200)]
    [InlineData("Sec-Fetch-Site", "cross-site", 401)]
    [InlineData("Sec-Fetch-Site", "same-site", 401)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task Request_OfAPageFromElsewhereInThisMachinesBrowser_DoesNotGetInWithoutAKey(string header, string value, int expected)
    {
        await using ServerFixture fixture = await StartAsync(_ => { }, "Development");
        using HttpRequestMessage request = new(HttpMethod.Post, "/v3/memories/add/")
        {
            // What a page may send to any address without being asked whether it may.
            Content = new StringContent("""{"user_id":"alice","messages":"Likes rum","infer":false}""", System.Text.Encoding.UTF8, "text/plain"),
        };
        request.Headers.TryAddWithoutValidation(header, value is "{own}" ? fixture.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) : value);

        using HttpResponseMessage response = await fixture.Client.SendAsync(request, Token);

        ((int)response.StatusCode).Should().Be(expected);
        (await fixture.Memory.CountAsync(MemoryScope.ForUser("alice"), cancellationToken: Token)).Should().Be(expected is 200 ? 1 : 0);
    }

    [Fact]
    public async Task Request_WithAKeyInEachOfItsPlaces_GetsIn()
    {
        await using ServerFixture fixture = await StartAsync();
        foreach ((string name, string value) in (IEnumerable<(string, string)>)
            [("Authorization", $"Token {AdminKey}"), ("Authorization", $"Bearer {AdminKey}"), ("authorization", $"token {AdminKey}"), ("X-API-Key", AdminKey)])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/v1/ping/");
            request.Headers.TryAddWithoutValidation(name, value);

            using HttpResponseMessage response = await fixture.Client.SendAsync(request, Token);

            ((int)response.StatusCode).Should().Be(200, name);
        }
    }

    [Fact]
    public async Task Request_WithAnythingButTheKey_IsRefusedAlike()
    {
        await using ServerFixture fixture = await StartAsync();
        string[] wrong = [AdminKey[..^1], AdminKey + "0", AdminKey.ToUpperInvariant(), Mem0Key.HashOf(AdminKey), Mem0Key.Generate(), "*", "null"];

        foreach (string key in (string[])[.. wrong, ""])
        {
            (int status, System.Text.Json.Nodes.JsonNode body) = await fixture.SendAsync("GET", "/v1/ping/", key: key);

            status.Should().Be(401, key);
            ((string?)body["detail"]).Should().StartWith("The caller is not known");
        }

        using HttpResponseMessage response = await fixture.RawAsync("GET", "/v1/ping/", key: "");
        response.Headers.WwwAuthenticate.ToString().Should().Be("Token");
    }

    [Fact]
    public async Task Request_WithAnExpiredKey_IsRefusedFromItsInstantOn()
    {
        string key = Mem0Key.Generate();
        DateTimeOffset end = new(2026, 3, 1, 13, 0, 0, TimeSpan.Zero);
        await using ServerFixture fixture = await StartAsync(options =>
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(key), UserId = "alice", ExpiresAt = end }));
        fixture.Time.SetUtcNow(end.AddTicks(-1));
        (await fixture.SendAsync("GET", "/v1/ping/", key: key)).Status.Should().Be(200);

        fixture.Time.SetUtcNow(end);

        (await fixture.SendAsync("GET", "/v1/ping/", key: key)).Status.Should().Be(401);
    }

    [Fact]
    public async Task Request_WithAReadOnlyKey_ReadsAndChangesNothing()
    {
        string reader = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(reader), UserId = "alice", IsReadOnly = true });
        });
        string id = await fixture.StoreAsync("Likes tea");

        (await fixture.SendAsync("GET", $"/v1/memories/{id}/", key: reader)).Status.Should().Be(200);
        foreach ((string method, string path) in PlatformCalls.Writing(id).Concat(OpenSourceCalls.Writing(id)).Concat(ContractCalls.Writing(id)).Concat(NativeCalls.Writing(id)))
        {
            (await fixture.SendAsync(method, path, "{}", reader)).Status.Should().Be(403, "{0} {1}", method, path);
        }

        ((string?)(await fixture.SendAsync("GET", $"/v1/memories/{id}/")).Body["memory"]).Should().Be("Likes tea");
    }

    [Fact]
    public async Task ResolveAccess_OfTheHost_DecidesInPlaceOfKeys()
    {
        await using ServerFixture fixture = await StartAsync(options =>
        {
            options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true });
            options.ResolveAccess = context => ValueTask.FromResult(
                context.Request.Headers["X-User"] is [{ } user] ? Mem0Access.Within(MemoryScope.ForUser(user)) : null);
        });

        (await fixture.SendAsync("GET", "/v1/ping/")).Status.Should().Be(401, "the key says nothing here");
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/memories/?user_id=alice");
        request.Headers.Add("X-User", "alice");
        (await fixture.Client.SendAsync(request, Token)).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("short", null, true)]
    [InlineData(null, null, false)]
    [InlineData(null, "alice", true)]
    [InlineData(null, "al ice", false)]
    public async Task Start_WithAKeyThatCannotBe_FailsAndSaysWhich(string? hash, string? user, bool isForEverything)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddMem0Sharp().AddMem0Server(options => options.Keys.Add(new Mem0Key
        {
            Hash = hash ?? Mem0Key.HashOf("key"),
            UserId = user,
            IsForEverything = isForEverything,
        }));
        await using WebApplication host = builder.Build();

        Func<Task> starting = () => host.StartAsync(Token);

        (await starting.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("Keys:0").And.NotContain("al ice");
    }

    [Fact]
    public async Task MapMem0_WithoutItsServices_SaysWhatIsMissing()
    {
        await using WebApplication host = WebApplication.CreateSlimBuilder().Build();

        Action mapping = () => host.MapMem0();

        mapping.Should().Throw<InvalidOperationException>().WithMessage("*AddMem0Server*");
    }
}
