using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>Giving a conversation to the memory, and seeing what each stage makes of it.</summary>
public sealed class AddTests(Browser browser)
{
    [Fact]
    public async Task Add_OfAConversation_ShowsFactsCandidatesDecisionsTokensAndTime()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.StoreAsync("Likes tea");
        visit.Chat.Reply("""{"facts":[{"text":"Likes rum","messages":[0],"intent":"correction","replaces":"Likes tea"},{"text":"Plays chess","messages":[0]}]}""")
            .Reply("""{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"Likes rum","old_text":"Likes tea"},{"fact":1,"event":"ADD"}]}""");
        await visit.GoAsync("add?kind=user&id=alice");

        await visit.Page.GetByLabel("Message 1", new() { Exact = true }).FillAsync("I do not like tea, I like rum. I play chess.");
        await visit.ExpectAccessibleAsync("before");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "1 added, 1 updated" })).ToBeVisibleAsync();
        await Expect(Stage(visit, "Extraction")).ToContainTextAsync("Plays chess");
        await Expect(Stage(visit, "Search")).ToContainTextAsync("Likes tea");
        await Expect(Stage(visit, "Arbitration")).ToContainTextAsync("Updated");
        await Expect(Stage(visit, "Arbitration")).ToContainTextAsync("Likes rum");
        await Expect(Stage(visit, "Writing").GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        await Expect(visit.Page.GetByText("2 model calls")).ToBeVisibleAsync();
        await Expect(Stage(visit, "Writing").Locator(".stage-took")).ToContainTextAsync("s");
        await visit.ExpectAccessibleAsync("after");
        (await visit.Memory.GetAllAsync(MemoryScope.ForUser("alice"), cancellationToken: Visit.Token).Select(item => item.Text).ToListAsync(Visit.Token))
            .Should().BeEquivalentTo("Likes rum", "Plays chess");
    }

    [Fact]
    public async Task Add_OfAValueThatSomebodyRejected_IsSuppressedAndMayBeLifted()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem tea = await visit.StoreAsync("Likes tea");
        await visit.Memory.DeleteAsync(tea.Id, cancellationToken: Visit.Token);
        for (int again = 0; again < 2; again++)
        {
            visit.Chat.Reply("""{"facts":[{"text":"Likes tea","messages":[0]}]}""");
        }

        await visit.GoAsync("add?kind=user&id=alice");
        await visit.Page.GetByText("When, and whose else").ClickAsync();
        await visit.Page.GetByLabel("When it was said").FillAsync("2020-01-01T12:00");
        await visit.Page.GetByLabel("Message 1", new() { Exact = true }).FillAsync("I like tea.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(Stage(visit, "Arbitration")).ToContainTextAsync("Suppressed");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Let it be learned again" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add again" }).ClickAsync();

        await Expect(Stage(visit, "Arbitration")).ToContainTextAsync("Added");
    }

    [Fact]
    public async Task Add_OfNothingOrForNobody_SaysWhatIsMissingAndSendsNothing()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        await visit.GoAsync("add");
        ILocator go = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true });

        await go.ClickAsync();
        await Expect(visit.Page.GetByText("Say whose memories they become.")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Id", new() { Exact = true }).FillAsync("alice");
        await go.ClickAsync();
        await Expect(visit.Page.GetByText("Nothing is said yet.")).ToBeVisibleAsync();
        (await visit.Memory.GetLastSequenceAsync(Visit.Token)).Should().Be(0);
    }

    private static ILocator Stage(Visit visit, string name) =>
        visit.Page.Locator(".stage").Filter(new() { Has = visit.Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });
}
