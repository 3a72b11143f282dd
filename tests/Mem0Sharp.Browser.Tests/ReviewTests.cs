using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mem0Sharp.Browser.Tests;

/// <summary>Saying which of two memories holds.</summary>
public sealed class ReviewTests(Browser browser)
{
    [Fact]
    public async Task Review_OfAMemoryInDoubt_IsSettledAndGone()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        MemoryItem wrong = await visit.StoreAsync("Likes tea"), right = await visit.StoreAsync("Plays chess");
        await visit.Memory.FeedbackAsync(wrong.Id, MemoryFeedback.Negative, cancellationToken: Visit.Token);
        await visit.Memory.FeedbackAsync(right.Id, MemoryFeedback.Negative, cancellationToken: Visit.Token);
        await visit.GoAsync("reviews?kind=user&id=alice");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "2 decisions to make" })).ToBeVisibleAsync();
        await visit.ExpectAccessibleAsync("open");

        ILocator first = visit.Page.Locator(".review").Filter(new() { HasText = "Likes tea" });
        await first.GetByLabel("Reason").FillAsync("it never was");
        await first.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await Expect(first).ToHaveCountAsync(0);
        await visit.Page.Locator(".review").GetByRole(AriaRole.Button, new() { Name = "It holds" }).ClickAsync();

        await Expect(visit.Page.GetByText("Nothing to decide")).ToBeVisibleAsync();
        (await visit.Memory.GetAsync(wrong.Id, Visit.Token)).Should().BeNull();
        (await visit.Memory.GetAsync(right.Id, Visit.Token))!.ReviewOf.Should().BeNull();
        (await visit.Memory.HistoryAsync(wrong.Id, Visit.Token).LastAsync(Visit.Token)).Reason.Should().Be("it never was");
    }
}
