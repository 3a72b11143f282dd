using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>One memory: what it says, how it came to say it, and changing it.</summary>
public sealed class MemoryTests(Browser browser)
{
    [Fact]
    public async Task Memory_WithVersions_ShowsWhatChangedWordByWordAndKeyByKey()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes green tea in the morning", options: new()
        {
            Mode = MemoryAddMode.Verbatim,
            Tags = ["food"],
            Metadata = new JsonObject { ["cups"] = 1, ["place"] = "home" },
        });
        await visit.Memory.UpdateAsync(
            tea.Id,
            new MemoryPatch
            {
                Text = "Likes black tea in the morning",
                Metadata = MetadataPatch.Merge(new JsonObject { ["cups"] = 2, ["place"] = null, ["milk"] = true }),
                ValidFrom = InstantPatch.Set(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)),
            },
            new() { Reason = "she said so", ChangedBy = "alice" },
            Visit.Token);
        await visit.GoAsync($"memory/{tea.Id}");

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Likes black tea in the morning");
        ILocator comparison = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Comparison" });
        await Expect(comparison.Locator(".compare-texts del")).ToHaveTextAsync(["green"]);
        await Expect(comparison.Locator(".compare-texts ins")).ToHaveTextAsync(["black"]);
        await Expect(comparison.GetByRole(AriaRole.Row).Filter(new() { HasText = "cups" })).ToContainTextAsync("12");
        await Expect(comparison.GetByRole(AriaRole.Row).Filter(new() { HasText = "milk" })).ToContainTextAsync("true");
        await Expect(comparison.GetByRole(AriaRole.Row).Filter(new() { HasText = "place" })).ToContainTextAsync("home");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Versions" })).ToContainTextAsync("she said so");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("Last changed byalice");
        await visit.ExpectAccessibleAsync("memory");
    }

    [Fact]
    public async Task Edit_OfTheVersionThatIsShown_IsSavedWithItsReason()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.GoAsync($"memory/{tea.Id}");

        ILocator dialog = await EditAsync(visit);
        await visit.ExpectAccessibleAsync("edit");
        await dialog.GetByLabel("Text").FillAsync("Likes rum");
        await dialog.GetByLabel("Tags").FillAsync("drinks, evening");
        await dialog.GetByLabel("Metadata").FillAsync("""{"glasses": 2}""");
        await dialog.GetByLabel("Why").FillAsync("grown up");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(visit.Page.GetByText("Saved as version 2.")).ToBeVisibleAsync();
        HistoryEntry last = await visit.Memory.HistoryAsync(tea.Id, Visit.Token).LastAsync(Visit.Token);
        (last.Item.Text, last.Reason, last.Item.Metadata.ToJsonObject().ToJsonString()).Should().Be(("Likes rum", "grown up", """{"glasses":2}"""));
        last.Item.Tags.Should().Equal("drinks", "evening");
    }

    [Fact]
    public async Task Edit_OfAMemoryThatChangedMeanwhile_ShowsBothAndSavesWhatIsChosen()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.GoAsync($"memory/{tea.Id}");

        ILocator dialog = await EditAsync(visit);
        await dialog.GetByLabel("Text").FillAsync("Likes tea with milk");
        await visit.Memory.UpdateAsync(tea.Id, "Likes iced tea", cancellationToken: Visit.Token);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog).ToContainTextAsync("It changed while you edited it");
        await Expect(dialog).ToContainTextAsync("Likes iced tea");
        await Expect(dialog).ToContainTextAsync("Likes tea with milk");
        await visit.ExpectAccessibleAsync("conflict");
        (await visit.Memory.GetAsync(tea.Id, Visit.Token))!.Text.Should().Be("Likes iced tea", "nothing is written before it is decided");
        await dialog.GetByLabel("Text, put together").FillAsync("Likes iced tea with milk");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save what is chosen" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Likes iced tea with milk");

        (await visit.Memory.HistoryAsync(tea.Id, Visit.Token).Select(entry => entry.NewText).ToListAsync(Visit.Token))
            .Should().Equal("Likes tea", "Likes iced tea", "Likes iced tea with milk");
        visit.Forgive("412");
    }

    [Fact]
    public async Task Restore_OfAVersion_BringsItBackAsANewOne()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.Memory.UpdateAsync(tea.Id, "Likes rum", cancellationToken: Visit.Token);
        await visit.GoAsync($"memory/{tea.Id}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Restore version 1" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("come back as version 3");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Likes tea");
        (await visit.Memory.GetAsync(tea.Id, Visit.Token))!.Version.Should().Be(3);
    }

    [Fact]
    public async Task Delete_OfAMemory_CanBeTakenBackAtOnce()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.GoAsync($"memory/{tea.Id}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It is found no more.");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(visit.Page.GetByText("It is deleted")).ToBeVisibleAsync();
        (await visit.Memory.GetAsync(tea.Id, Visit.Token)).Should().BeNull();
        await visit.ExpectAccessibleAsync("deleted");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(visit.Page.GetByText("It is back, as version 3.")).ToBeVisibleAsync();
        (await visit.Memory.GetAsync(tea.Id, Visit.Token))!.Text.Should().Be("Likes tea");
    }

    [Fact]
    public async Task Erase_OfAMemory_LeavesNothingButTheReceipt()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.Memory.UpdateAsync(tea.Id, "Likes rum", cancellationToken: Visit.Token);
        await visit.GoAsync($"memory/{tea.Id}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
        ILocator dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("All 2 versions go");
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("erase");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync(tea.Id);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await Expect(visit.Page.GetByText("Nothing of it is left but its id")).ToBeVisibleAsync();
        (await visit.Memory.HistoryAsync(tea.Id, Visit.Token).CountAsync(Visit.Token)).Should().Be(0);
    }

    [Fact]
    public async Task Feedback_AndTheMarkOfNoChange_AreGivenAndSeen()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.GoAsync($"memory/{tea.Id}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Feedback" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Say so" }).ClickAsync();
        await Expect(visit.Page.GetByText("Its salience is")).ToBeVisibleAsync();
        (await visit.Memory.GetAsync(tea.Id, Visit.Token))!.Salience.Should().BeGreaterThan(tea.Salience);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make immutable" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("This is for ever");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Make it immutable" }).ClickAsync();
        await Expect(visit.Page.GetByText("It is immutable.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Edit" })).ToBeHiddenAsync();
        (await visit.Memory.GetAsync(tea.Id, Visit.Token))!.IsImmutable.Should().BeTrue();
    }

    [Fact]
    public async Task Memory_WithLinks_LeadsToWhatItIsRelatedTo()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem trip = await visit.StoreAsync("Goes to Lisbon in May"), hotel = await visit.StoreAsync("The hotel is booked");
        await visit.Memory.UpdateAsync(hotel.Id, new MemoryPatch { Links = LinksPatch.Replace([new MemoryLink(trip.Id, 0.8)]) }, cancellationToken: Visit.Token);
        await visit.GoAsync($"memory/{trip.Id}");

        ILocator related = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Related" });
        await Expect(related).ToContainTextAsync("Links to it (1)");
        await Expect(related).ToContainTextAsync("strength 0.80");
        await related.GetByRole(AriaRole.Link, new() { Name = "The hotel is booked" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync($"{visit.Address}#/memory/{hotel.Id}");
        await Expect(related).ToContainTextAsync("It links to (1)");
    }

    [Fact]
    public async Task Memory_ThatIsNotThere_SaysWhatMayBe()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.GoAsync("memory/01a00000-0000-7000-8000-000000000000");

        await Expect(visit.Page.GetByText("There is no such memory")).ToBeVisibleAsync();
        await visit.ExpectAccessibleAsync("none");
        visit.Forgive("404");
    }

    private static async Task<ILocator> EditAsync(Visit visit)
    {
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        ILocator dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        return dialog;
    }
}
