using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Mem0Sharp.Browser.Tests;

/// <summary>What is remembered is text, whatever it looks like: nothing of it runs, and nothing of it is drawn as markup.</summary>
public sealed class EscapingTests(Browser browser)
{
    private static readonly string[] Corpus =
    [
        "<script>window.broken = 1</script>",
        "<img src=x onerror=\"window.broken = 2\">",
        "\"><svg onload=window.broken=3>",
        "</title><script>window.broken = 4</script>",
        "javascript:window.broken=5",
        "{{constructor.constructor('window.broken = 6')()}}",
        "${window.broken = 7}",
        "<iframe srcdoc=\"<script>parent.broken = 8</script>\"></iframe>",
        "<a href=\"javascript:window.broken=9\">click</a>",
        "<style>@import 'http://elsewhere.example/x.css'; * { display: none }</style>",
        "<base href=\"http://elsewhere.example/\">",
        "<form action=\"http://elsewhere.example/\"><button autofocus>go</button></form>",
        "' onfocus='window.broken = 10' autofocus='",
        "--><script>window.broken = 11</script><!--",
        "<math><mtext></p><script>window.broken = 12</script>",
        "\u202Ereversed\u202C \u0000 \uFFFE <b>bold</b>",
        "&lt;script&gt;window.broken = 13&lt;/script&gt; &amp; &#x3C;",
        "<template><script>window.broken = 14</script></template>",
    ];

    [Fact]
    public async Task Text_ThatLooksLikeMarkup_IsShownAsItIsOnEveryView()
    {
        await using Visit visit = await Visit.BeginAsync(browser);
        List<MemoryItem> items = [];
        foreach (string text in Corpus)
        {
            string clean = text.Replace("\0", string.Empty, StringComparison.Ordinal);
            items.Add(await visit.StoreAsync(clean, "mallory", new MemoryAddOptions
            {
                Mode = MemoryAddMode.Verbatim,
                Tags = [clean[..Math.Min(clean.Length, 60)]],
                Metadata = new JsonObject { [clean] = clean, ["nested"] = new JsonObject { ["deep"] = clean } },
                Reason = clean,
                ChangedBy = clean[..Math.Min(clean.Length, 100)],
            }));
        }

        await visit.Memory.AddAsync(Corpus[1], MemoryScope.ForUser("<img/src=x/onerror=window.broken=15>"), new() { Mode = MemoryAddMode.Verbatim }, Visit.Token);
        await visit.Memory.FeedbackAsync(items[0].Id, MemoryFeedback.Negative, cancellationToken: Visit.Token);
        await visit.Memory.UpdateAsync(items[2].Id, Corpus[3], cancellationToken: Visit.Token);

        foreach (string view in (string[])
        [
            string.Empty, "owner/user/mallory", "owner/user/%3Cimg%2Fsrc%3Dx%2Fonerror%3Dwindow.broken%3D15%3E", "search?kind=user&id=mallory&q=script%20window",
            "reviews?kind=user&id=mallory", "activity", .. items.Select(item => $"memory/{item.Id}"),
            "%3Cscript%3Ewindow.broken=16%3C/script%3E", "memory/%3Cscript%3Ewindow.broken=17%3C%2Fscript%3E",
        ])
        {
            await visit.GoAsync(view);
            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle, new() { Timeout = 1_000 }).ContinueWith(static _ => { }, TaskScheduler.Default);
            (await visit.Page.EvaluateAsync<bool>("'broken' in window")).Should().BeFalse(view);
            (await visit.Page.EvaluateAsync<int>("document.querySelectorAll('main :is(script, iframe, img, base, style, math, template, b)').length")).Should().Be(0, view);
        }

        await visit.GoAsync($"memory/{items[1].Id}");
        (await visit.Page.GetByText(Corpus[1]).First.IsVisibleAsync()).Should().BeTrue("it is there, as text");
        visit.Forgive("404");
    }
}
