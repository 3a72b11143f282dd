using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>No page of another origin is let in unless the host lets it in.</summary>
public sealed class CorsTests
{
    private const string Origin = "https://app.example", Other = "https://other.example", Allowed = "Access-Control-Allow-Origin";

    [Fact]
    public async Task Request_FromAnotherOrigin_GetsNoLeaveWhereTheHostGivesNone()
    {
        await using ServerFixture fixture = await StartAsync();
        foreach ((string method, string path) in (IEnumerable<(string, string)>)
            [("OPTIONS", "/v1/memories/"), ("OPTIONS", "/v3/memories/search/"), ("OPTIONS", "/memories"), ("GET", "/v1/ping/"), ("GET", "/v1/memories/x/"), ("GET", "/none")])
        {
            using HttpResponseMessage response = await SendAsync(fixture, method, path, Origin);

            response.Headers.Concat(response.Content.Headers).Select(header => header.Key)
                .Should().NotContain(name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase), "{0} {1}", method, path);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_FromAnOriginThatTheHostLetsIn_GetsLeaveAndAnotherDoesNot(bool byGroup)
    {
        await using ServerFixture fixture = await StartAsync(
            services: services => services.AddCors(options =>
            {
                options.AddPolicy("app", policy => policy.WithOrigins(Origin).AllowAnyHeader().AllowAnyMethod());
                if (!byGroup)
                {
                    options.AddDefaultPolicy(policy => policy.WithOrigins(Origin).AllowAnyHeader().AllowAnyMethod());
                }
            }),
            map: host =>
            {
                host.UseCors();
                RouteGroup(host, byGroup);
            });
        foreach (string method in (string[])["OPTIONS", "GET"])
        {
            using HttpResponseMessage own = await SendAsync(fixture, method, "/v1/ping/", Origin);
            using HttpResponseMessage foreign = await SendAsync(fixture, method, "/v1/ping/", Other);

            own.IsSuccessStatusCode.Should().BeTrue();
            own.Headers.GetValues(Allowed).Should().Equal(Origin);
            foreign.Headers.Contains(Allowed).Should().BeFalse();
        }

        (await fixture.SendAsync("GET", "/v1/ping/", key: "")).Status.Should().Be(401, "an origin is no key");
    }

    private static void RouteGroup(WebApplication host, bool byGroup)
    {
        RouteGroupBuilder group = host.MapMem0();
        if (byGroup)
        {
            group.RequireCors("app");
        }
    }

    private static Task<HttpResponseMessage> SendAsync(ServerFixture fixture, string method, string path, string origin)
    {
        HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Authorization", $"Token {AdminKey}");
        if (string.Equals(method, "OPTIONS", StringComparison.Ordinal))
        {
            request.Headers.Add("Access-Control-Request-Method", "GET");
            request.Headers.Add("Access-Control-Request-Headers", "authorization");
        }

        return fixture.Client.SendAsync(request, Token);
    }
}
