using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Mem0Sharp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A host on loopback over a real file, with a scripted model: what callers meet is Kestrel.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Action<Mem0ServerOptions> _configure;
    private readonly string _environment;
    private readonly ServerFixture? _beside;
    private readonly Action<IServiceCollection>? _services;
    private readonly Action<WebApplication>? _map;
    private WebApplication _host = null!;

    private ServerFixture(
        Action<Mem0ServerOptions> configure,
        string environment,
        Action<IServiceCollection>? services,
        Action<WebApplication>? map,
        ServerFixture? beside = null)
    {
        (_configure, _environment, _services, _map, _beside) = (configure, environment, services, map, beside);
        _folder = beside?._folder ?? Directory.CreateTempSubdirectory("mem0sharp-");
        Time = beside?.Time ?? new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    }

    /// <summary>Gets a key that opens everything.</summary>
    public static string AdminKey { get; } = Mem0Key.Generate();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ManualTimeProvider Time { get; }

    public ScriptedChatClient Chat { get; } = new();

    /// <summary>Gets or sets a value indicating whether the host has a model, from its next start on.</summary>
    public bool HasModel { get; set; } = true;

    public RecordingLogger Log { get; } = new();

    public string DatabasePath => Path.Combine(_folder.FullName, "memories.db");

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _host.Services;

    public Memory Memory => _host.Services.GetRequiredService<Memory>();

    /// <summary>Gets the routes that are mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Starts a host; where nothing else is said, the administrator's key opens it.</summary>
    /// <param name="configure">Changes the server's settings.</param>
    /// <param name="environment">The host's environment.</param>
    /// <param name="services">Registers more than each host here has.</param>
    /// <param name="map">Maps the routes, in the place of <c>MapMem0</c> and the page.</param>
    public static async Task<ServerFixture> StartAsync(
        Action<Mem0ServerOptions>? configure = null,
        string environment = "Production",
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null)
    {
        ServerFixture fixture = new(
            configure ?? (options => options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(AdminKey), IsForEverything = true })), environment, services, map);
        await fixture.OpenAsync();
        return fixture;
    }

    /// <summary>Starts another host over the same file, with the same clock. It must end first.</summary>
    public async Task<ServerFixture> StartBesideAsync()
    {
        ServerFixture other = new(_configure, _environment, _services, _map, this);
        await other.OpenAsync();
        return other;
    }

    /// <summary>Waits for what the host does by itself, while the clock goes on.</summary>
    public Task UntilAsync(Func<bool> isDone, TimeSpan? step = null) => UntilAsync(() => Task.FromResult(isDone()), step);

    /// <summary>Waits for what the host does by itself, while the clock goes on.</summary>
    public async Task UntilAsync(Func<Task<bool>> isDone, TimeSpan? step = null)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isDone())
        {
            Time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(5), late.Token);
        }
    }

    /// <summary>Ends the host, which waits no longer than the token says.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    /// <summary>Ends the host and starts another over the same file.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Sends a request as whoever has a key, and reads the JSON of the answer.</summary>
    public async Task<(int Status, JsonNode Body)> SendAsync(
        string method, string path, string? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await RawAsync(method, path, body, key, headers);
        bool isProblem = (path.StartsWith("/mem0sharp/", StringComparison.Ordinal) || IsOfThePage(path)) && !response.IsSuccessStatusCode;
        bool isLines = !isProblem && path.Split('?')[0] is "/mem0/api/ids" or "/mem0/api/export";
        response.Content.Headers.ContentType?.MediaType.Should().Be(
            isProblem ? "application/problem+json" : isLines ? "application/x-ndjson" : "application/json",
            "clients read each answer as JSON: {0} {1}",
            method,
            path);
        string text = await response.Content.ReadAsStringAsync(Token);
        return ((int)response.StatusCode, JsonNode.Parse(isLines ? $"[{text.TrimEnd().Replace('\n', ',')}]" : text)!);
    }

    public Task<HttpResponseMessage> RawAsync(
        string method, string path, string? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not { Length: 0 })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Token", key ?? AdminKey);
        }

        if (IsOfThePage(path))
        {
            request.Headers.Add("X-Mem0-Dashboard", "1");
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, Token);
    }

    /// <summary>Stores a text as it is, for a user.</summary>
    public async Task<string> StoreAsync(string text, string user = "alice", string? more = null)
    {
        JsonObject body = new()
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
            ["user_id"] = user,
            ["infer"] = false,
        };
        foreach ((string name, JsonNode? value) in (more is null ? [] : JsonNode.Parse(more)!.AsObject()))
        {
            body[name] = value?.DeepClone();
        }

        (int status, JsonNode reply) = await SendAsync("POST", "/v3/memories/add/", body.ToJsonString());
        status.Should().Be(200, reply.ToJsonString());
        return (string)reply["results"]![0]!["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (_beside is null)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static bool IsOfThePage(string path) => path.StartsWith("/mem0/api/", StringComparison.Ordinal);

    private static void MapAll(WebApplication host)
    {
        host.MapMem0();
        host.MapMem0Dashboard();
    }

    private async Task OpenAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = _environment });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        if (HasModel)
        {
            builder.Services.AddSingleton<IChatClient>(Chat);
        }

        builder.Services.AddMem0Sharp(options => options.DatabasePath = DatabasePath);
        builder.Services.AddMem0Server(_configure);
        builder.Services.AddHealthChecks().AddMem0(tags: ["ready"]);
        _services?.Invoke(builder.Services);
        _host = builder.Build();
        (_map ?? MapAll)(_host);
        _host.MapHealthChecks("/health/ready");
        await _host.StartAsync(Token);
        Client = new HttpClient { BaseAddress = new Uri(_host.Urls.Single()) };
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        await _host.StopAsync(Token);
        await _host.DisposeAsync();
    }
}
