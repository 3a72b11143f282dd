using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>Changes as they happen.</summary>
public sealed class ActivityTests(Browser browser)
{
    [Fact]
    public async Task Activity_WhileItIsLookedAt_ShowsEachChangeAsItComes()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.GoAsync("activity");
        await Expect(visit.Page.Locator(".change")).ToHaveCountAsync(1);
        await Expect(visit.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await visit.ExpectAccessibleAsync("live");

        await visit.Memory.UpdateAsync(tea.Id, "Likes rum", new() { Reason = "she said so" }, Visit.Token);
        await Expect(visit.Page.Locator(".change").First).ToContainTextAsync("Likes rum");
        await Expect(visit.Page.Locator(".change").First).ToContainTextAsync("she said so");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await visit.Memory.DeleteAsync(tea.Id, cancellationToken: Visit.Token);
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show 1 new change" })).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".change")).ToHaveCountAsync(2);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show 1 new change" }).ClickAsync();
        await Expect(visit.Page.Locator(".change").First).ToContainTextAsync("Deleted");

        await visit.Page.GetByLabel("Show", new() { Exact = true }).SelectOptionAsync("ADD");
        await Expect(visit.Page.Locator(".change")).ToHaveCountAsync(1);
    }
}
