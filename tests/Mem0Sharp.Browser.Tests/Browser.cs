using Mem0Sharp.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Mem0Sharp.Browser.Tests;

/// <summary>The system's Chromium, once for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    // It asks nobody outside for anything: what a test sees is the page's own doing.
    private static readonly string[] Alone =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _driver;
    private IBrowser? _browser;

    private static string? Path { get; } =
        Environment.GetEnvironmentVariable("MEM0SHARP_CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Places, File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Path is not null)
        {
            _driver = await Playwright.CreateAsync();
            _browser = await _driver.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = Alone });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _driver?.Dispose();
    }

    /// <summary>Opens a window of its own: nothing of another test's is in it.</summary>
    /// <remarks>The test is skipped where there is no browser.</remarks>
    public async Task<IPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium: install it, or name it in MEM0SHARP_CHROMIUM.");
        IBrowserContext context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 600 ? 780 : 900 },
            ColorScheme = scheme,
            Locale = "en-GB",
            TimezoneId = "Europe/Vienna",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }
}
