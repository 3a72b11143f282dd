using Mem0Sharp.AspNetCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>Taking memories out and in, and the receipt of an erasure.</summary>
public sealed class DataTests(Browser browser)
{
    [Fact]
    public async Task Export_OfEverybody_IsImportedElsewhereAsItWas()
    {
        string file = Path.Combine(Path.GetTempPath(), $"mem0sharp-{Environment.ProcessId}-export.jsonl");
        string id;
        await using (Visit from = await Visit.BeginAsync(browser))
        {
            id = (await from.StoreAsync("Likes tea")).Id;
            await from.Memory.UpdateAsync(id, "Likes rum", cancellationToken: Visit.Token);
            await from.GoAsync("data");
            await from.ExpectAccessibleAsync("data");
            IDownload download = await from.Page.RunAndWaitForDownloadAsync(
                () => from.Page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync());
            await download.SaveAsAsync(file);
        }

        try
        {
            await using Visit to = await Visit.BeginAsync(browser);
            await to.GoAsync("data");
            ILocator form = to.Page.Locator("form").Filter(new() { Has = to.Page.GetByRole(AriaRole.Heading, new() { Name = "Import" }) });
            await form.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(file);
            await form.GetByRole(AriaRole.Button, new() { Name = "Import…" }).ClickAsync();
            await Expect(to.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("There is no button that takes an import back");
            await to.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
            await Expect(form.GetByText("1 memory imported")).ToBeVisibleAsync();

            (await to.Memory.HistoryAsync(id, Visit.Token).Select(entry => entry.NewText).ToListAsync(Visit.Token)).Should().Equal("Likes tea", "Likes rum");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Receipt_ThatHoldsAndOneThatDoesNot_AreToldApart()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea"), chess = await visit.StoreAsync("Plays chess");
        EraseReceipt receipt = await visit.Memory.EraseAsync(tea.Id, Visit.Token);
        await visit.GoAsync("data");

        await VerifyAsync(receipt);
        await Expect(visit.Page.GetByText("It holds.")).ToBeVisibleAsync();
        await VerifyAsync(receipt with { MemoryIds = [chess.Id] });
        await Expect(visit.Page.GetByText("It does not hold.")).ToBeVisibleAsync();

        async Task VerifyAsync(EraseReceipt given)
        {
            await visit.Page.GetByLabel("Or the receipt as JSON").FillAsync(
                $$"""{"memory_ids":["{{given.MemoryIds.Single()}}"],"erased_at":"{{given.ErasedAt:O}}","hash":"{{given.Hash}}"}""");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        }
    }

    [Fact]
    public async Task Data_OfACallerWithOneScope_SaysWhyItIsNotThere()
    {
        string key = Mem0Key.Generate();
        await using Visit visit = await Visit.BeginAsync(browser, options => options.Keys.Add(new Mem0Key { Hash = Mem0Key.HashOf(key), UserId = "alice" }));
        await visit.GoAsync("data");
        await visit.Page.GetByLabel("Key").FillAsync(key);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Go in" }).ClickAsync();

        await Expect(visit.Page.GetByText("That is for whoever may touch everything")).ToBeVisibleAsync();
        await visit.ExpectAccessibleAsync("not allowed");
        visit.Forgive("401");
    }
}
