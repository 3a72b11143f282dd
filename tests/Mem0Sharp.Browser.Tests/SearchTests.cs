using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>Asking, and seeing why each memory was found.</summary>
public sealed class SearchTests(Browser browser)
{
    [Fact]
    public async Task Search_OfAQuestion_ShowsWhatEachSignalBroughtToTheScore()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes green tea");
        await visit.StoreAsync("Plays chess on Sundays");
        await visit.GoAsync("search?kind=user&id=alice");

        await visit.Page.GetByLabel("Question").FillAsync("green tea");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();

        ILocator first = visit.Page.Locator(".hit").First;
        await Expect(first.GetByRole(AriaRole.Link, new() { Name = "Likes green tea" })).ToBeVisibleAsync();
        MemorySearchResults found = await visit.Memory.SearchAsync("green tea", MemoryScope.ForUser("alice"), new() { Explain = true }, Visit.Token);
        await Expect(first.Locator(".score-number")).ToContainTextAsync(Written(found[0].Score));
        await Expect(first.Locator(".brought")).ToContainTextAsync($"words {Written(found[0].Details!.FromKeyword)}");
        await first.GetByText("What the score is made of").ClickAsync();
        await Expect(first.GetByRole(AriaRole.Row).Filter(new() { HasText = "Meaning" })).ToContainTextAsync(Written(found[0].Details!.FromCosine));
        await visit.ExpectAccessibleAsync("found");
        await first.GetByRole(AriaRole.Link, new() { Name = "Likes green tea" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync($"{visit.Address}#/memory/{tea.Id}");
        await visit.Page.GoBackAsync();
        await Expect(visit.Page.Locator(".hit").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Search_ThatFindsNothing_SaysWhatToChange()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes green tea");
        await visit.GoAsync("search?kind=user&id=alice&q=tea&threshold=0.99");

        await Expect(visit.Page.GetByText("Nothing scored over the threshold")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Search without it" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Likes green tea" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Search_WithAFilterThatCannotBe_SaysSoBesideIt()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes green tea");
        await visit.GoAsync("search?kind=user&id=alice&filter=%7Bnot%20json");

        await visit.Page.GetByLabel("Question").FillAsync("tea");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByText("That is no JSON object.")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Filter", new() { Exact = true }).FillAsync("""{"AND":1}""");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "That did not work" })).ToBeVisibleAsync();
        visit.Forgive("400");
    }

    private static string Written(double value) => value.ToString("F3", System.Globalization.CultureInfo.InvariantCulture);
}
