using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The page behind a login of the host's own, which is a cookie: a browser sends it whoever asks.</summary>
public sealed class DashboardLoginTests
{
    private const string Page = "/admin/memories/", Api = "/admin/memories/api";

    [Fact]
    public async Task Page_BehindAPolicyOfTheHosts_IsForWhoeverItLetsIn()
    {
        await using ServerFixture fixture = await HostAsync();
        using HttpClient stranger = Client(fixture), guest = await LoggedInAsync(fixture, "bob", mayLook: false), alice = await LoggedInAsync(fixture, "alice");

        (await stranger.GetAsync(Page, Token)).StatusCode.Should().Be(HttpStatusCode.Found, "the host asks to log in");
        (await guest.GetAsync(Page, Token)).StatusCode.Should().Be(HttpStatusCode.Found, "the host says that it is not allowed");
        (await guest.GetAsync($"{Page}js/app.js", Token)).StatusCode.Should().Be(HttpStatusCode.Found);
        (await AskAsync(guest, HttpMethod.Get, "me")).StatusCode.Should().Be(HttpStatusCode.Found);
        (await alice.GetAsync(Page, Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        string me = await (await AskAsync(alice, HttpMethod.Get, "me")).Content.ReadAsStringAsync(Token);
        me.Should().Contain("\"everything\":false").And.Contain("\"user_id\":\"alice\"");
    }

    [Theory]
    [InlineData("cross-site", "https://evil.example", false, false)]
    [InlineData("cross-site", "https://evil.example", true, false)]
    [InlineData("same-site", "https://other.example", true, false)]
    [InlineData(null, "https://evil.example", true, false)]
    [InlineData("same-origin", null, false, false)]
    [InlineData("same-origin", null, true, true)]
    public async Task Write_WithACookieThatABrowserSends_IsDoneForThePageAlone(string? site, string? origin, bool hasHeader, bool isDone)
    {
        await using ServerFixture fixture = await HostAsync();
        using HttpClient alice = await LoggedInAsync(fixture, "alice");
        MemoryItem tea = (await fixture.Memory.AddAsync("Likes tea", MemoryScope.ForUser("alice"), new() { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();

        using HttpResponseMessage answer = await AskAsync(alice, HttpMethod.Post, "erase", """{"user_id":"alice"}""", site, origin, hasHeader);

        answer.StatusCode.Should().Be(isDone ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await fixture.Memory.GetAsync(tea.Id, Token) is null).Should().Be(isDone);
    }

    private static Task<ServerFixture> HostAsync() => StartAsync(
        configure: static options => options.ResolveAccess = static context => ValueTask.FromResult(
            context.User.Identity is { IsAuthenticated: true, Name: { } name } ? Mem0Access.Within(MemoryScope.ForUser(name)) : null),
        services: static services =>
        {
            services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            services.AddAuthorizationBuilder().AddPolicy("memories", static policy => policy.RequireClaim("may", "look"));
        },
        map: static app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/login/{name}/{may}", static (HttpContext context, string name, string may) => context.SignInAsync(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim("may", may)], CookieAuthenticationDefaults.AuthenticationScheme))));
            app.MapMem0Dashboard("/admin/memories").RequireAuthorization("memories");
        });

    private static async Task<HttpClient> LoggedInAsync(ServerFixture fixture, string name, bool mayLook = true)
    {
        HttpClient client = Client(fixture);
        (await client.GetAsync($"/login/{name}/{(mayLook ? "look" : "nothing")}", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        return client;
    }

    private static HttpClient Client(ServerFixture fixture) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = fixture.Client.BaseAddress };

    private static Task<HttpResponseMessage> AskAsync(
        HttpClient client, HttpMethod method, string path, string? body = null, string? site = "same-origin", string? origin = null, bool hasHeader = true)
    {
        HttpRequestMessage request = new(method, $"{Api}/{path}") { Content = body is null ? null : new StringContent(body) };
        foreach ((string name, string? value) in ((string, string?)[])[("Sec-Fetch-Site", site), ("Origin", origin), ("X-Mem0-Dashboard", hasHeader ? "1" : null)])
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        return client.SendAsync(request, Token);
    }
}
