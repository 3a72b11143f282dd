using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>How the host is, and what it did.</summary>
public sealed class HealthTests(Browser browser)
{
    [Fact]
    public async Task Health_OfAHostThatWorks_ShowsPartsChartsAndQueue()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea");
        await visit.Memory.SearchAsync("tea", MemoryScope.ForUser("alice"), cancellationToken: Visit.Token);
        await visit.GoAsync("health");

        await Expect(visit.Page.GetByText("Healthy", new() { Exact = true }).Or(visit.Page.GetByText("healthy", new() { Exact = true })).First).ToBeVisibleAsync();
        ILocator charts = visit.Page.Locator(".chart");
        await Expect(charts.First).ToBeVisibleAsync();
        (await charts.CountAsync()).Should().BeGreaterThanOrEqualTo(5);
        await charts.First.GetByText("As a table").ClickAsync();
        await Expect(charts.First.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Nothing waits: every call that was accepted is done.")).ToBeVisibleAsync();
        await visit.ExpectAccessibleAsync("health");
    }

    [Fact]
    public async Task Check_OfTheStore_SaysWhetherItIsSound()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea");
        await visit.GoAsync("health");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check the store" }).ClickAsync();
        await Expect(visit.Page.GetByText("1 memory and 1 version read")).ToBeVisibleAsync();
    }
}
