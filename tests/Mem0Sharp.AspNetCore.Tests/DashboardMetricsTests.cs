using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The charts of the last hour.</summary>
public sealed class DashboardMetricsTests
{
    private const string Metrics = "/mem0/api/metrics";

    [Fact]
    public async Task Metrics_OfWhatTheMemoryDid_CountEachOperationOnceInItsSpan()
    {
        await using ServerFixture fixture = await StartAsync();
        string id = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(id, "Likes rum", cancellationToken: Token);
        await fixture.Memory.SearchAsync("rum", MemoryScope.ForUser("alice"), cancellationToken: Token);
        await fixture.Memory.SearchAsync("tea", MemoryScope.ForUser("alice"), cancellationToken: Token);
        await Assert.ThrowsAsync<MemoryNotFoundException>(() => fixture.Memory.UpdateAsync("none", "Likes gin", cancellationToken: Token));

        JsonNode metrics = (await fixture.SendAsync("GET", Metrics)).Body;

        (Last(metrics, "groups.add.count"), Last(metrics, "groups.change.count"), Last(metrics, "groups.search.count")).Should().Be((1, 2, 2));
        (Last(metrics, "groups.change.errors"), Last(metrics, "groups.search.errors")).Should().Be((1, 0));
        (Last(metrics, "changes.add"), Last(metrics, "changes.update"), Last(metrics, "changes.delete")).Should().Be((1, 1, 0));
        (Last(metrics, "cache.hits") + Last(metrics, "cache.misses")).Should().BeGreaterThan(0);
        metrics["errors_by_code"]!.ToJsonString().Should().Be($$"""{"{{MemoryErrorCodes.NotFound}}":1}""");
        metrics["groups"]!["search"]!["p50_ms"]!.AsArray().Should().HaveCount(120);
        metrics["groups"]!["search"]!["p50_ms"]![119].Should().NotBeNull();
        metrics["groups"]!["search"]!["p50_ms"]![118].Should().BeNull("nothing happened then");
    }

    [Fact]
    public async Task Metrics_OfAConversation_CountItAsAnAdd()
    {
        await using ServerFixture fixture = await StartAsync();
        fixture.Chat.Reply("""{"facts":[]}""");
        await fixture.Memory.AddAsync("I like tea.", MemoryScope.ForUser("alice"), cancellationToken: Token);

        JsonNode metrics = (await fixture.SendAsync("GET", Metrics)).Body;

        (Last(metrics, "groups.add.count"), Last(metrics, "groups.change.count")).Should().Be((1, 0));
    }

    [Fact]
    public async Task Metrics_AsTimeGoesOn_MoveAndAreForgottenAfterAnHour()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");

        foreach ((int seconds, int place) in ((int, int)[])[(0, 119), (30, 118), (300, 108), (3_240, 0)])
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(seconds));
            int[] added = await AddedAsync();
            added.Should().HaveCount(120);
            Array.IndexOf(added, 1).Should().Be(place);
            added.Sum().Should().Be(1);
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        (await AddedAsync()).Sum().Should().Be(0);
        await fixture.StoreAsync("Plays chess");
        int[] anew = await AddedAsync();
        (anew[119], anew.Sum()).Should().Be((1, 1), "the place of what is forgotten is used again");

        async Task<int[]> AddedAsync() =>
            [.. (await fixture.SendAsync("GET", Metrics)).Body["groups"]!["add"]!["count"]!.AsArray().Select(count => (int)count!)];
    }

    [Fact]
    public async Task Metrics_OfAnotherHostInTheProcess_AreNotCounted()
    {
        await using ServerFixture fixture = await StartAsync();
        await using ServerFixture other = await StartAsync();
        await other.StoreAsync("Likes tea");

        Last((await fixture.SendAsync("GET", Metrics)).Body, "groups.add.count").Should().Be(0);
        Last((await other.SendAsync("GET", Metrics)).Body, "groups.add.count").Should().Be(1);
    }

    [Fact]
    public async Task Metrics_OfCallsThatWait_AreLookedForByTheClock()
    {
        await using ServerFixture fixture = await StartAsync(
            services: static services => services.Configure<MemoryOptions>(options => options.ProcessesQueue = false));
        await fixture.Memory.AddAsync("I like tea", MemoryScope.ForUser("alice"), new() { Queue = MemoryQueueMode.Always }, Token);

        await fixture.UntilAsync(async () => (int?)(await fixture.SendAsync("GET", Metrics)).Body["queue"]!.AsArray()[119] == 1);
    }

    [Fact]
    public async Task Metrics_WhereNoPageIsMapped_AreNotTaken()
    {
        await using ServerFixture fixture = await StartAsync(map: static host => host.MapMem0());
        await fixture.StoreAsync("Likes tea");

        fixture.Services.GetRequiredService<DashboardMetrics>().Read().Slots.Should().BeEmpty();
    }

    [Fact]
    public void Percentile_OfAnyDurations_IsWithinATenthOfTheExactOne()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            double[] seconds = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => Math.Pow(10, (random.NextDouble() * 6.9) - 4.95))];
            int[] counts = new int[LatencyBuckets.Count];
            foreach (double one in seconds)
            {
                counts[LatencyBuckets.Of(one)]++;
            }

            Array.Sort(seconds);
            foreach (double share in (double[])[0.5, 0.95, 0.99, 1])
            {
                double exact = 1_000 * seconds[Math.Max(1, (int)Math.Ceiling(share * seconds.Length)) - 1];
                LatencyBuckets.Percentile(counts, share)!.Value.Should().BeInRange(exact / 1.1, exact * 1.1, "seed {0}, round {1}, share {2}", seed, round, share);
            }
        }
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(1e-9, 0.01)]
    [InlineData(1e6, 100_000)]
    public void Percentile_BeyondTheBuckets_IsTheirEnd(double seconds, double milliseconds)
    {
        int[] counts = new int[LatencyBuckets.Count];
        counts[LatencyBuckets.Of(seconds)]++;

        LatencyBuckets.Percentile(counts, 0.5).Should().Be(milliseconds);
        LatencyBuckets.Percentile(new int[LatencyBuckets.Count], 0.5).Should().BeNull("nothing was measured");
    }

    private static int Last(JsonNode metrics, string path) => (int)path.Split('.').Aggregate(metrics, (node, name) => node[name]!).AsArray()[119]!;
}
