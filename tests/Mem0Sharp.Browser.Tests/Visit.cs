using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Mem0Sharp.AspNetCore;
using Mem0Sharp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Mem0Sharp.Browser.Tests;

/// <summary>
/// Somebody looks at the page: a host on loopback over a real file, and a window. When it ends, the browser must have had nothing to complain of: no
/// error in its console, no refusal of the policy, no exception.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly WebApplication _host;

    private Visit(Action<Mem0ServerOptions> configure, string environment)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IChatClient>(Chat);
        builder.Services.AddMem0Sharp(options => options.DatabasePath = Path.Combine(_folder.FullName, "memories.db"));
        builder.Services.AddMem0Server(configure);
        _host = builder.Build();
        _host.MapMem0Dashboard();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public IPage Page { get; private set; } = null!;

    public Memory Memory => _host.Services.GetRequiredService<Memory>();

    public ScriptedChatClient Chat { get; } = new();

    /// <summary>Gets where the page is.</summary>
    public string Address => $"{_host.Urls.Single()}/mem0/";

    /// <summary>Opens a window; where nothing else is said, of whoever develops, with a memory that is empty.</summary>
    public static async Task<Visit> BeginAsync(
        Browser browser,
        Action<Mem0ServerOptions>? configure = null,
        string environment = "Development",
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light)
    {
        IPage page = await browser.OpenAsync(width, scheme);
        Visit visit = new(configure ?? (static _ => { }), environment) { Page = page };
        await visit._host.StartAsync(Token);
        page.Console += (_, message) => visit.Note(message);
        page.PageError += (_, error) => visit._complaints.Enqueue(error);
        page.RequestFailed += (_, request) => visit.Note(request);
        return visit;
    }

    /// <summary>Adds a memory as it is.</summary>
    public async Task<MemoryItem> StoreAsync(string text, string user = "alice", MemoryAddOptions? options = null)
    {
        MemoryAddResult added = await Memory.AddAsync(text, MemoryScope.ForUser(user), options ?? new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        return added.Items.Single();
    }

    /// <summary>Goes to a view, and waits until it is drawn.</summary>
    /// <param name="view">What stands behind the "#/".</param>
    public async Task GoAsync(string view = "")
    {
        await Page.GotoAsync($"{Address}#/{view}");
        await Assertions.Expect(Page.Locator("main h1, main h2").First).ToBeVisibleAsync();
    }

    /// <summary>Holds what is drawn to the rules of accessibility that can be checked.</summary>
    public async Task ExpectAccessibleAsync(string what)
    {
        AxeResult result = await Page.RunAxe();
        result.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({string.Join("; ", violation.Nodes.Select(node => node.Target.ToString()))})")
            .Should().BeEmpty(what);
        result.Passes.Length.Should().BeGreaterThan(10, "it looked at something");
    }

    /// <summary>Says that an answer with an error is what a test wants: the browser notes each.</summary>
    public void Forgive(string part)
    {
        string[] kept = [.. _complaints.Where(complaint => !complaint.Contains(part, StringComparison.Ordinal))];
        _complaints.Clear();
        foreach (string complaint in kept)
        {
            _complaints.Enqueue(complaint);
        }
    }

    public async ValueTask DisposeAsync()
    {
        string[] complaints = [.. _complaints];
        await Page.Context.CloseAsync();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
        complaints.Should().BeEmpty("the browser has nothing to complain of");
    }

    private void Note(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
        {
            _complaints.Enqueue($"{message.Text} ({message.Location})");
        }
    }

    private void Note(IRequest request)
    {
        // What the page itself ended, because its reader went on.
        if (request.Failure is not "net::ERR_ABORTED")
        {
            _complaints.Enqueue($"{request.Url}: {request.Failure}");
        }
    }
}
