using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>What one user has: the list, its filters, its past, and acts on all of it.</summary>
public sealed class OwnerTests(Browser browser)
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    [Fact]
    public async Task List_OfAUser_IsNewestFirstAndLeadsToEachByKeyboard()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem first = await visit.StoreAsync("Likes tea"), second = await visit.StoreAsync("Plays chess");
        await visit.GoAsync("owner/user/alice");

        await Expect(Rows(visit)).ToHaveTextAsync(["Plays chess", "Likes tea"]);
        await visit.ExpectAccessibleAsync("list");
        await Rows(visit).First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync($"{visit.Address}#/memory/{first.Id}");
        await visit.Page.GoBackAsync();
        await Expect(Rows(visit).Last).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Home");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync($"{visit.Address}#/memory/{second.Id}");
    }

    [Fact]
    public async Task List_OfAHundredThousand_HasFewRowsInTheDocumentAndReachesTheLast()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        const int Many = 100_000;
        for (int done = 0; done < Many; done += 1_000)
        {
            await visit.Memory.AddAsync(
                Enumerable.Range(done, 1_000).Select(n => new ChatMessage(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"Fact number {n:D6}"))),
                Alice,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim },
                Visit.Token);
        }

        await visit.GoAsync("owner/user/alice");
        await Expect(visit.Page.GetByText("100,000 memories")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(Rows(visit).First).ToHaveTextAsync("Fact number 099999");
        (await Rows(visit).CountAsync()).Should().BeLessThan(60);

        await Rows(visit).First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        await Expect(Rows(visit).Last).ToHaveTextAsync("Fact number 000000");
        await Expect(visit.Page.Locator("[aria-posinset='100000'][aria-setsize='100000']")).ToHaveCountAsync(1);
        (await Rows(visit).CountAsync()).Should().BeLessThan(60);
        await visit.Page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight / 2)");
        await Expect(visit.Page.GetByText("Fact number 05").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_WithAFilter_IsWhatTheApiFindsAndKeepsItInTheAddress()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea", options: new() { Mode = MemoryAddMode.Verbatim, Tags = ["food"] });
        await visit.StoreAsync("Plays chess");
        await visit.GoAsync("owner/user/alice");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "As JSON" }).ClickAsync();
        await visit.Page.GetByLabel("Filter as JSON, as the API takes it").FillAsync("""{"tags":{"contains":"food"}}""");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Expect(Rows(visit)).ToHaveTextAsync(["Likes tea"]);
        await visit.ExpectAccessibleAsync("filtered");
        await visit.Page.ReloadAsync();
        await Expect(Rows(visit)).ToHaveTextAsync(["Likes tea"]);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter" }).ClickAsync();
        await Expect(Rows(visit)).ToHaveTextAsync(["Plays chess", "Likes tea"]);
    }

    [Fact]
    public async Task List_AsOfAMoment_IsWhatWasKnownThen()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await Task.Delay(1_500, Visit.Token);
        await visit.Memory.UpdateAsync(tea.Id, "Likes rum", cancellationToken: Visit.Token);
        await visit.StoreAsync("Plays chess");
        await visit.GoAsync("owner/user/alice");
        await Expect(Rows(visit)).ToHaveTextAsync(["Plays chess", "Likes rum"]);

        ILocator slider = visit.Page.GetByLabel("As it was known on");
        await slider.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Home");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Rows(visit)).ToHaveTextAsync(["Likes tea"]);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Now", Exact = true }).ClickAsync();
        await Expect(Rows(visit)).ToHaveTextAsync(["Plays chess", "Likes rum"]);
    }

    [Fact]
    public async Task List_WhileItIsLookedAt_TellsOfWhatComes()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.GoAsync("owner/user/alice");
        await Expect(visit.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        await visit.Memory.UpdateAsync(tea.Id, "Likes rum", cancellationToken: Visit.Token);
        await Expect(Rows(visit)).ToHaveTextAsync(["Likes rum"]);
        await visit.StoreAsync("Plays chess");
        await visit.StoreAsync("Of somebody else", "bob");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "1 change: show it" }).ClickAsync();
        await Expect(Rows(visit)).ToHaveTextAsync(["Plays chess", "Likes rum"]);
    }

    [Fact]
    public async Task Delete_OfAll_SaysHowManyFirstAndDoesNothingWhenLeft()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea");
        await visit.StoreAsync("Plays chess");
        await visit.GoAsync("owner/user/alice");
        ILocator dialog = visit.Page.GetByRole(AriaRole.Dialog);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Delete all 2 memories of alice?");
        await visit.ExpectAccessibleAsync("asked");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        (await visit.Memory.CountAsync(Alice, cancellationToken: Visit.Token)).Should().Be(2);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await dialog.GetByLabel("Why").FillAsync("she asked");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(visit.Page.GetByText("2 memories deleted.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Nothing is remembered here")).ToBeVisibleAsync();
        (await visit.Memory.HistoryAsync(new HistoryFilter { Scope = Alice }, Visit.Token).LastAsync(Visit.Token)).Reason.Should().Be("she asked");
    }

    [Fact]
    public async Task Erase_OfAll_AsksForAWordAndGivesTheReceipt()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.Memory.UpdateAsync(tea.Id, "Likes rum", cancellationToken: Visit.Token);
        await visit.StoreAsync("Likes gin", "bob");
        await visit.GoAsync("owner/user/alice");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
        ILocator dialog = visit.Page.GetByRole(AriaRole.Dialog), go = dialog.GetByRole(AriaRole.Button, new() { Name = "Erase for good" });
        await Expect(dialog).ToContainTextAsync("Versions, all told2");
        await Expect(go).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("erase");
        await go.ClickAsync();
        await Expect(dialog).ToContainTextAsync("1 memory erased");
        IDownload download = await visit.Page.RunAndWaitForDownloadAsync(() => dialog.GetByRole(AriaRole.Button, new() { Name = "Download the receipt" }).ClickAsync());
        await using Stream receipt = await download.CreateReadStreamAsync();
        (await new StreamReader(receipt).ReadToEndAsync(Visit.Token)).Should().Contain(tea.Id);

        (await visit.Memory.HistoryAsync(tea.Id, Visit.Token).CountAsync(Visit.Token)).Should().Be(0);
        (await visit.Memory.CountAsync(MemoryScope.ForUser("bob"), cancellationToken: Visit.Token)).Should().Be(1);
    }

    private static ILocator Rows(Visit visit) => visit.Page.GetByRole(AriaRole.List, new() { Name = "Memories of alice" }).Locator("a.virtual-link");
}
