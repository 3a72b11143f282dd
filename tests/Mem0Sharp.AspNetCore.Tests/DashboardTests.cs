using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The page as a browser gets it, and who may ask what it asks.</summary>
public sealed partial class DashboardTests
{
    private const string Header = "X-Mem0-Dashboard";

    [Fact]
    public async Task Page_UnlessMapped_IsNotThere()
    {
        await using ServerFixture fixture = await StartAsync(map: static host => host.MapMem0());
        using HttpResponseMessage page = await fixture.RawAsync("GET", "/mem0/");
        using HttpResponseMessage api = await fixture.RawAsync("GET", "/mem0/api/me");

        (page.StatusCode, api.StatusCode).Should().Be((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Page_EveryFile_ForbidsWhatItDoesNotDoAndNeedsNothingFromElsewhere()
    {
        await using ServerFixture fixture = await StartAsync();
        string[] files = [.. fixture.Routes.Select(route => route.RoutePattern.RawText!)
            .Where(path => path.StartsWith("/mem0/", StringComparison.Ordinal) && !path.StartsWith("/mem0/api/", StringComparison.Ordinal))];
        files.Should().Contain("/mem0/").And.Contain("/mem0/js/app.js").And.Contain("/mem0/css/base.css");

        foreach (string path in files)
        {
            using HttpResponseMessage answer = await fixture.RawAsync("GET", path, key: string.Empty);
            string text = await answer.Content.ReadAsStringAsync(Token);

            answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.Should().Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Contain("require-trusted-types-for 'script'")
                .And.NotContain("unsafe", path).And.NotContain("data:").And.NotContain("*");
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
            Elsewhere().Matches(text.Replace("http://www.w3.org/", string.Empty, StringComparison.Ordinal)).Should().BeEmpty(path);
        }
    }

    [Fact]
    public async Task Page_ItsDocument_HasNoScriptStyleOrHandlerInIt()
    {
        await using ServerFixture fixture = await StartAsync();
        string page = await (await fixture.RawAsync("GET", "/mem0/", key: string.Empty)).Content.ReadAsStringAsync(Token);

        page.Should().Contain("<script type=\"module\" src=\"js/app.js\"></script>");
        Inline().Matches(page).Should().BeEmpty();
        Inline().Matches("<p onclick=\"x\">").Should().ContainSingle("that is what is looked for");
    }

    [Fact]
    public async Task Page_WithoutItsSlash_LeadsToItWithOneWhereverItIsMapped()
    {
        await using ServerFixture fixture = await StartAsync(map: static host => host.MapGroup("/inner").MapMem0Dashboard("/look"));
        using HttpClientHandler stays = new() { AllowAutoRedirect = false };
        using HttpClient client = new(stays) { BaseAddress = fixture.Client.BaseAddress };
        using HttpResponseMessage answer = await client.GetAsync(new Uri("/inner/look", UriKind.Relative), Token);

        answer.StatusCode.Should().Be(HttpStatusCode.PermanentRedirect);
        new Uri(new Uri("http://host/inner/look"), answer.Headers.Location!).AbsolutePath.Should().Be("/inner/look/");
        (await client.GetAsync(new Uri("/inner/look/", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Page_AskedForAgain_IsNotSentAgain()
    {
        await using ServerFixture fixture = await StartAsync();
        using HttpResponseMessage first = await fixture.RawAsync("GET", "/mem0/js/app.js");
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage same = await fixture.RawAsync("GET", "/mem0/js/app.js", headers: ("If-None-Match", tag));
        using HttpResponseMessage other = await fixture.RawAsync("GET", "/mem0/js/app.js", headers: ("If-None-Match", "W/\"other\""));

        (same.StatusCode, (await same.Content.ReadAsByteArrayAsync(Token)).Length).Should().Be((HttpStatusCode.NotModified, 0));
        other.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Page_ForABrowserThatReadsBrotli_IsTheSameAndShorter()
    {
        await using ServerFixture fixture = await StartAsync();
        using HttpResponseMessage plain = await fixture.RawAsync("GET", "/mem0/css/base.css");
        using HttpResponseMessage packed = await fixture.RawAsync("GET", "/mem0/css/base.css", headers: ("Accept-Encoding", "gzip, br"));
        await using System.IO.Compression.BrotliStream unpacked = new(
            await packed.Content.ReadAsStreamAsync(Token), System.IO.Compression.CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);

        packed.Content.Headers.ContentEncoding.Should().Equal("br");
        (await reader.ReadToEndAsync(Token)).Should().Be(await plain.Content.ReadAsStringAsync(Token));
        packed.Content.Headers.ContentLength.Should().BeLessThan(plain.Content.Headers.ContentLength!.Value / 2);
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    public async Task Page_WithNothingConfigured_IsThereForWhoeverDevelopsAlone(string environment, bool isThere)
    {
        await using ServerFixture fixture = await StartAsync(static _ => { }, environment);
        using HttpResponseMessage page = await fixture.RawAsync("GET", "/mem0/", key: string.Empty);
        using HttpResponseMessage script = await fixture.RawAsync("GET", "/mem0/js/app.js", key: string.Empty);
        using HttpResponseMessage me = await fixture.RawAsync("GET", "/mem0/api/me", key: string.Empty);

        (page.StatusCode, script.StatusCode, me.StatusCode).Should().Be(isThere
            ? (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK)
            : (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized));
        fixture.Log.Lines.Any(entry => entry.Line.Contains("dashboard, which is closed", StringComparison.Ordinal)).Should().Be(!isThere, "whoever runs it learns why");
    }

    [Fact]
    public async Task Page_OfAHostWithKeys_IsThereToAskForOneAndTellsNothingWithout()
    {
        await using ServerFixture fixture = await StartAsync();

        (await fixture.RawAsync("GET", "/mem0/", key: string.Empty)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await fixture.RawAsync("GET", "/mem0/api/me", key: string.Empty)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await fixture.RawAsync("GET", "/mem0/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, null, null, 403)]
    [InlineData("0", null, null, 403)]
    [InlineData("1", null, null, 200)]
    [InlineData("1", "cross-site", null, 403)]
    [InlineData("1", "same-site", null, 403)]
    [InlineData("1", "none", null, 403)]
    [InlineData("1", "same-origin", null, 200)]
    [InlineData("1", "same-origin", "https://behind.example", 200)]
    [InlineData("1", null, "https://evil.example", 403)]
    [InlineData(null, "same-origin", null, 403)]
    public async Task Call_ThatThePageDidNotSend_IsRefusedBeforeAnythingElse(string? header, string? site, string? origin, int expected)
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        using HttpRequestMessage request = new(HttpMethod.Delete, $"/mem0/api/memories/{id}");
        request.Headers.Add("X-API-Key", AdminKey);
        foreach ((string name, string? value) in ((string, string?)[])[(Header, header), ("Sec-Fetch-Site", site), ("Origin", origin)])
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        using HttpResponseMessage answer = await fixture.Client.SendAsync(request, Token);

        ((int)answer.StatusCode).Should().Be(expected);
        (await fixture.Memory.GetAsync(id, Token) is null).Should().Be(expected == 200);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue("what is said of somebody stays out of caches");
    }

    [Fact]
    public async Task Me_OfAKey_IsWhatTheKeyOpens()
    {
        string key = Mem0Key.Generate();
        await using ServerFixture fixture = await StartAsync(options => options.Keys.Add(
            new Mem0Key { Hash = Mem0Key.HashOf(key), UserId = "alice", AgentId = "coach", IsReadOnly = true }));

        (_, JsonNode me) = await fixture.SendAsync("GET", "/mem0/api/me", key: key);

        ((bool)me["everything"]!, (bool)me["read_only"]!, (bool)me["infers"]!).Should().Be((false, true, true));
        me["scope"]!.ToJsonString().Should().Be("""{"user_id":"alice","agent_id":"coach","run_id":null,"app_id":null}""");
    }

    [GeneratedRegex("https?://|//[a-z0-9-]+\\.[a-z]", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|=\"javascript:", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Inline();
}
