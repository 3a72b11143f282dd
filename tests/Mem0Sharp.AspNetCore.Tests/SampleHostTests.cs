using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Mem0Sharp.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>How a host's own tests run it in their process, and that the sample is wired as its settings say.</summary>
public sealed class SampleHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_WithAKeyInItsSettingsAndAnotherModel_KeepsWhatThatModelFinds()
    {
        string key = Mem0Key.Generate();
        using ScriptedChatClient model = ScriptedChatClient.From(_ => """{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");
        await using SampleHost host = new(builder => builder
            .UseSetting("Mem0:Keys:0:Hash", Mem0Key.HashOf(key))
            .UseSetting("Mem0:Keys:0:UserId", "alice")
            .ConfigureTestServices(services => services.AddSingleton<IChatClient>(model)));
        using HttpClient client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", key);

        using HttpResponseMessage added = await client.PostAsJsonAsync("/memories", new { user_id = "alice", messages = "I like tea." }, Token);
        string kept = await client.GetStringAsync("/v1/memories/?user_id=alice", Token);
        using HttpResponseMessage foreign = await client.GetAsync("/v1/memories/?user_id=bob", Token);

        ((int)added.StatusCode, (int)foreign.StatusCode).Should().Be((200, 403), "the key is Alice's alone");
        kept.Should().Contain("Alice likes tea");
        model.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")] // From within the process nobody has an address, so that nobody is on the same machine.
    public async Task Host_WithoutKeys_LetsNobodyIn(string environment)
    {
        await using SampleHost host = new(builder => builder.UseEnvironment(environment));
        using HttpClient client = host.CreateClient();
        foreach (string path in (string[])["/v1/ping/", "/v1/entities/", "/v1/memories/?user_id=alice", "/memories", "/entities", "/memory/history/1"])
        {
            using HttpResponseMessage response = await client.GetAsync(path, Token);

            ((int)response.StatusCode).Should().Be(401, path);
        }
    }

    [Fact]
    public async Task Host_WhoseFileCanBeUsed_IsAliveAndReadyWithoutAKey()
    {
        await using SampleHost host = new(_ => { });
        using HttpClient client = host.CreateClient();

        (await client.GetStringAsync("/health/live", Token), await client.GetStringAsync("/health/ready", Token)).Should().Be(("Healthy", "Healthy"));
    }

    [Fact]
    public async Task Host_WithAKeyThatCannotBe_DoesNotStart()
    {
        await using SampleHost host = new(builder => builder.UseSetting("Mem0:Keys:0:Hash", "short").UseSetting("Mem0:Keys:0:UserId", "alice"));

        host.Invoking(it => it.CreateClient()).Should().Throw<OptionsValidationException>().WithMessage("*Keys:0*");
    }

    [Fact]
    public async Task Host_WithALoginOfItsOwn_OpensToEachUserHisOwnMemories()
    {
        await using SampleHost host = new(builder => builder.ConfigureTestServices(services =>
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderLogin>("header", configureOptions: null);
            services.Configure<Mem0ServerOptions>(options => options.ResolveAccess = context => ValueTask.FromResult(
                context.User.Identity is { IsAuthenticated: true, Name: { } name } ? Mem0Access.Within(MemoryScope.ForUser(name)) : null));
        }));
        using HttpClient alice = host.CreateClient(), bob = host.CreateClient(), nobody = host.CreateClient();
        alice.DefaultRequestHeaders.Add("X-User", "alice");
        bob.DefaultRequestHeaders.Add("X-User", "bob");

        using HttpResponseMessage added = await alice.PostAsJsonAsync(
            "/v3/memories/add/", new { user_id = "alice", messages = "Likes tea", infer = false }, Token);

        added.IsSuccessStatusCode.Should().BeTrue();
        (await alice.GetStringAsync("/v1/memories/?user_id=alice", Token)).Should().Contain("Likes tea");
        (await StatusAsync(bob), await StatusAsync(nobody)).Should().Be((403, 401));

        static async Task<int> StatusAsync(HttpClient client)
        {
            using HttpResponseMessage response = await client.GetAsync("/v1/memories/?user_id=alice", Token);
            return (int)response.StatusCode;
        }
    }

    /// <summary>Believes a header: a login for tests.</summary>
    private sealed class HeaderLogin(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["X-User"] is [{ Length: > 0 } user]
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "header")), "header"))
            : AuthenticateResult.NoResult());
    }
}
