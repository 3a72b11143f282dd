using Mem0Sharp.AspNetCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>Who has memories, and getting in.</summary>
public sealed class PeopleTests(Browser browser)
{
    [Fact]
    public async Task People_OfAnEmptyMemory_SayWhatToDo()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.GoAsync();

        await Expect(visit.Page.GetByText("Nothing is remembered yet")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Add a conversation" })).ToBeVisibleAsync();
        await visit.ExpectAccessibleAsync("empty");
    }

    [Fact]
    public async Task People_WithMemories_AreThereWithTheirCountsAndFoundById()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea");
        await visit.StoreAsync("Plays chess");
        await visit.StoreAsync("Likes rum", "bob");
        await visit.Memory.AddAsync("Be brief", MemoryScope.ForAgent("coach"), new() { Mode = MemoryAddMode.Verbatim }, Visit.Token);
        await visit.GoAsync();

        await Expect(Row(visit, "alice")).ToContainTextAsync("User2");
        await Expect(Row(visit, "coach")).ToContainTextAsync("Agent1");
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Users" }).ClickAsync();
        await Expect(Row(visit, "coach")).ToBeHiddenAsync();
        await visit.Page.GetByLabel("Find by id").FillAsync("BO");
        await Expect(Row(visit, "bob")).ToBeVisibleAsync();
        await Expect(Row(visit, "alice")).ToBeHiddenAsync();
        await visit.ExpectAccessibleAsync("found");
    }

    [Fact]
    public async Task Page_OfAHostWithKeys_AsksForOneAndForgetsItWhenLeft()
    {
        string key = Mem0Key.Generate();
        await using Visit visit = await Visit.BeginAsync(
            browser, options => options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(key), UserId = "alice", IsReadOnly = true }), "Production");
        await visit.StoreAsync("Likes tea");
        await visit.StoreAsync("Likes rum", "bob");
        await visit.GoAsync();
        await visit.ExpectAccessibleAsync("asked");

        await visit.Page.GetByLabel("Key").FillAsync("not a key");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Go in" }).ClickAsync();
        await Expect(visit.Page.GetByText("does not know that key")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Key").FillAsync(key);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Go in" }).ClickAsync();

        await Expect(Row(visit, "alice")).ToBeVisibleAsync();
        await Expect(Row(visit, "bob")).ToBeHiddenAsync();
        await Expect(visit.Page.GetByText("Read only")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Add" })).ToBeHiddenAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Page.GetByLabel("Key")).ToBeVisibleAsync();
        visit.Forgive("401");
    }

    [Fact]
    public async Task Page_ByKeyboardAlone_LeadsToWhatIsRemembered()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea");
        await visit.GoAsync();

        await visit.Page.Locator("body").PressAsync("Tab");
        await Expect(visit.Page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        for (int step = 0; step < 30 && !await visit.Page.Locator("a:focus", new() { HasText = "alice" }).IsVisibleAsync(); step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync($"{visit.Address}#/owner/user/alice");
    }

    private static ILocator Row(Visit visit, string id) => visit.Page.GetByRole(AriaRole.Row).Filter(new() { Has = visit.Page.GetByRole(AriaRole.Link, new() { Name = id, Exact = true }) });
}
