namespace Mem0Sharp.Tests.Relate;

/// <summary>The walk from memory to memory.</summary>
public sealed class RelatedTests(ITestOutputHelper output)
{
    private const int Seed = 20261127;

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetRelatedAsync_OfSeveralHops_GivesTheStrongestWaysInBothDirections(bool managed)
    {
        await using MemoryFixture fixture = Linked.Fixture(managed);
        MemoryItem a = await fixture.StoreAsync("a"), b = await fixture.StoreAsync("b"), c = await fixture.StoreAsync("c"), d = await fixture.StoreAsync("d");
        await fixture.StoreAsync("unlinked");
        await fixture.Memory.LinkAsync(a.Id, new(b.Id, 0.5), new(c.Id, 0.125));
        await fixture.Memory.LinkAsync(c.Id, new(b.Id, 0.5), new(d.Id, 0.875), new(a.Id, 0.1));
        await fixture.Memory.LinkAsync(d.Id, new MemoryLink(c.Id, 0.75));

        (await fixture.Memory.WalkAsync(a.Id)).Should().Equal("b 0.5", "c 0.125");
        (await fixture.Memory.WalkAsync(a.Id, new() { Hops = 2 })).Should().Equal("b 0.5", "c 0.25", "d 0.109375");
        (await fixture.Memory.WalkAsync(a.Id, new() { Hops = 3 })).Should().Equal("b 0.5", "c 0.25", "d 0.21875");
        (await fixture.Memory.WalkAsync(a.Id, new() { Hops = 4, MinStrength = 0.5 })).Should().Equal("b 0.5");
        (await fixture.Memory.WalkAsync(d.Id, new() { Hops = 4, Top = 2 })).Should().Equal("c 0.875", "b 0.4375");
        RelatedMemory far = (await fixture.Memory.GetRelatedAsync(a.Id, new MemoryRelatedOptions { Hops = 3 }, Token))[2];
        far.Path.Should().Equal(
            new MemoryStep(b.Id, MemoryRelation.LinksTo, 0.5), new MemoryStep(c.Id, MemoryRelation.LinkedFrom, 0.5), new MemoryStep(d.Id, MemoryRelation.LinksTo, 0.875));
        far.ToString().Should().Be($"RelatedMemory {d.Id} (0.21875) in 3");
        far.Path[1].ToString().Should().Be($"MemoryStep LinkedFrom {c.Id} (0.5)");
    }

    [Fact]
    public async Task GetRelatedAsync_WithAFilter_LeavesOutAndWalksThroughWhatDoesNotMatch()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem a = await fixture.StoreAsync("a"), b = await fixture.StoreAsync("b"), c = await fixture.StoreAsync("c", options: new() { Tags = ["t"] });
        await fixture.Memory.LinkAsync(b.Id, new(a.Id), new(c.Id, 0.5));
        MemoryRelatedOptions tagged = new() { Hops = 2, Filter = MemoryField.Tags.EqualTo("t"), Top = 1 };

        (await fixture.Memory.WalkAsync(a.Id, tagged)).Should().Equal("c 0.5");
        (await fixture.Memory.WalkAsync(a.Id, new() { Hops = 1, Filter = tagged.Filter })).Should().BeEmpty();
    }

    [Fact]
    public async Task GetRelatedAsync_OfExpiredMemories_LeavesThemOutUnlessTheyAreAskedFor()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryAddOptions brief = new() { ExpiresAt = fixture.Time.GetUtcNow().AddHours(1) };
        MemoryItem a = await fixture.StoreAsync("a"), b = await fixture.StoreAsync("b", options: brief), c = await fixture.StoreAsync("c");
        await fixture.Memory.LinkAsync(b.Id, new(a.Id), new(c.Id, 0.5));
        MemoryRelatedOptions two = new() { Hops = 2 };
        (await fixture.Memory.WalkAsync(a.Id, two)).Should().Equal("b 1", "c 0.5");

        fixture.Time.Advance(TimeSpan.FromHours(1));

        (await fixture.Memory.WalkAsync(a.Id, two)).Should().BeEmpty("it is not walked through either");
        (await fixture.Memory.WalkAsync(a.Id, new() { Hops = 2, IncludeExpired = true })).Should().Equal("b 1", "c 0.5");
        (await fixture.Memory.WalkAsync(b.Id)).Should().Equal(["a 1", "c 0.5"], "an expired memory can be asked about");
    }

    [Fact]
    public async Task GetRelatedAsync_EqualStrengths_ComeInOrdinalIdOrderAndNothingIsWrittenOrEmbedded()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string[] ids = ["b", "B", "a", "ü", "z"];
        string items = string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","memory":"{{id}}","user_id":"alice"}"""));
        await fixture.Memory.ImportAsync(
            MemoryImportSource.Mem0Json(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""[{{items}},{"id":"m","memory":"m","user_id":"alice"}]"""))), cancellationToken: Token);
        await fixture.Memory.LinkAsync("m", [.. ids.Select(id => new MemoryLink(id, 0.5))]);
        FileRows before = FileRows.Of(fixture);

        (await fixture.Memory.WalkAsync("m")).Should().Equal("B 0.5", "a 0.5", "b 0.5", "z 0.5", "ü 0.5");
        (await fixture.Memory.WalkAsync("a", new() { Hops = 4 })).Should().Equal("m 0.5", "B 0.25", "b 0.25", "z 0.25", "ü 0.25");

        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task GetRelatedAsync_OfRandomMemories_IsWhatAPlainLookAtEveryWayFinds()
    {
        output.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        int found = 0;
        for (int round = 0; round < 12; round++)
        {
            await using MemoryFixture fixture = Linked.Fixture(managed: round % 2 == 1);
            List<MemoryItem> items = [];
            for (int i = 0; i < 9; i++)
            {
                items.Add(await fixture.StoreAsync($"m{i}", round % 3 == 0 && i == 0 ? MemoryFixture.Bob : MemoryFixture.Alice));
            }

            foreach (MemoryItem item in items)
            {
                MemoryLink[] links = [.. items.Where(other => !other.Equals(item) && other.Scope.Equals(item.Scope) && random.Next(3) == 0).Select(other => new MemoryLink(other.Id, Strength(random)))];
                await fixture.Memory.LinkAsync(item.Id, links);
            }

            await fixture.Memory.DeleteAsync(items[^1].Id, cancellationToken: Token);
            items = [.. (await fixture.Memory.GetAsync(items.Select(item => item.Id), Token)).OfType<MemoryItem>()];
            foreach (MemoryItem item in items)
            {
                for (int hops = 1; hops <= MemoryLimits.Hops; hops++)
                {
                    double least = random.Next(2) == 0 ? 0 : random.NextDouble() / 2;
                    IReadOnlyList<RelatedMemory> related = await fixture.Memory.GetRelatedAsync(
                        item.Id, new MemoryRelatedOptions { Hops = hops, MinStrength = least, Top = 100 }, Token);

                    related.Select(other => (other.Item.Id, other.Strength)).Should().Equal(Expected(items, item.Id, hops, least), "round {0}, {1} hops", round, hops);
                    related.Where(other => !IsAWay(items, item.Id, other, hops)).Should().BeEmpty();
                    found += related.Count;
                }
            }
        }

        found.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void From_AnyEdgesInAnyOrder_IsTheSame()
    {
        output.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        for (int round = 0; round < 2_000; round++)
        {
            RelationEdge[] edges = [.. Enumerable.Range(0, random.Next(20)).Select(_ => Edge(random)).Where(edge => !Same(edge.From, edge.Step.MemoryId))];
            int hops = random.Next(1, 5);
            IReadOnlyDictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> first = RelatedWalk.From("0", Along(edges), hops, 0);
            random.Shuffle(edges);
            IReadOnlyDictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> again = RelatedWalk.From("0", Along(edges), hops, 0);

            again.Keys.Should().BeEquivalentTo(first.Keys);
            foreach ((string id, (double strength, IReadOnlyList<MemoryStep> path)) in first)
            {
                again[id].Strength.Should().Be(strength);
                again[id].Path.Should().Equal(path);
            }
        }
    }

    [Fact]
    public void From_AStrengthThatVanishes_IsNotReached()
    {
        RelationEdge[] edges = [new("a", new("b", MemoryRelation.LinksTo, 1e-200)), new("b", new("c", MemoryRelation.LinksTo, 1e-200))];

        RelatedWalk.From("a", Along(edges), 4, 0).Keys.Should().Equal("b");
    }

    [Fact]
    public async Task GetRelatedAsync_OfMoreThanAPageOfMemories_ReadsThemAll()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string items = string.Join(',', Enumerable.Range(0, MemoryLimits.BatchSize + 5).Select(n => $$"""{"id":"m{{n:0000}}","memory":"Likes drink {{n}}","user_id":"alice"}"""));
        await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"[{items}]"))), cancellationToken: Token);
        await fixture.Memory.LinkAsync("m0000", new MemoryLink("m1004"));

        (await fixture.Memory.WalkAsync("m1004")).Should().Equal("Likes drink 0 1");
    }

    [Fact]
    public async Task GetRelatedAsync_OfMemoriesThatNameTheSame_IsTheStrongerTheRarerThatIs()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string trip = (await fixture.StoreAsync("Ann flew to Oslo with NASA")).Id;
        string flat = (await fixture.StoreAsync("Ann rents a flat in Oslo")).Id;
        string job = (await fixture.StoreAsync("Bob works for Nasa")).Id;
        string number = (await fixture.StoreAsync("she has 2 cats")).Id;
        string tea = (await fixture.StoreAsync("Ann likes tea")).Id;
        await fixture.StoreAsync("Ann has 2 dogs");
        await fixture.StoreAsync("Oslo is cold", MemoryFixture.Bob);

        IReadOnlyList<RelatedMemory> related = await fixture.Memory.GetRelatedAsync(trip, cancellationToken: Token);

        // Ann is named by four, Oslo and NASA by two.
        related.Select(other => (other.Item.Id, other.Strength)).Take(2).Should().Equal((flat, 1 - (0.75 * 0.5)), (job, 0.5));
        related.Skip(2).Select(other => other.Strength).Should().Equal(0.25, 0.25);
        MemoryStep step = related[0].Path.Single();
        step.Relation.Should().Be(MemoryRelation.SharesEntities);
        step.Entities.Should().Equal(new MemoryEntity(MemoryEntityKind.Name, "Ann"), new MemoryEntity(MemoryEntityKind.Name, "Oslo"));
        (await fixture.Memory.GetRelatedAsync(number, cancellationToken: Token)).Should().BeEmpty("a number relates nothing");
        (await fixture.Memory.GetRelatedAsync(trip, new MemoryRelatedOptions { BySharedEntities = false }, Token)).Should().BeEmpty("no one linked it");
        (await fixture.Memory.WalkAsync(tea, new() { Hops = 2, MinStrength = 0.1 })).Should().Contain("Bob works for Nasa 0.125", "by way of the trip");
        await fixture.Memory.LinkAsync(trip, new MemoryLink(job, 0.75));
        (await fixture.Memory.GetRelatedAsync(trip, cancellationToken: Token))[0].Path.Single().Relation.Should().Be(MemoryRelation.LinksTo, "it is the stronger");
    }

    [Fact]
    public async Task GetRelatedAsync_AfterAnUpdateADeleteAndARestore_GoesByTheTextAsItIs()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string trip = (await fixture.StoreAsync("flew to Oslo")).Id;
        string flat = (await fixture.StoreAsync("a flat in Oslo")).Id;
        (await fixture.Memory.WalkAsync(trip)).Should().Equal("a flat in Oslo 0.5");

        await fixture.Memory.UpdateAsync(flat, "a flat in Rome", cancellationToken: Token);
        (await fixture.Memory.WalkAsync(trip)).Should().BeEmpty();
        await fixture.Memory.RestoreAsync(flat, 1, cancellationToken: Token);
        (await fixture.Memory.WalkAsync(trip)).Should().Equal("a flat in Oslo 0.5");
        await fixture.Memory.DeleteAsync(flat, cancellationToken: Token);
        (await fixture.Memory.WalkAsync(trip)).Should().BeEmpty();
    }

    [Fact]
    public async Task GetRelatedAsync_OfWhatEverythingNames_IsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        int most = SharedEntities.MostNaming;
        string items = string.Join(',', Enumerable.Range(0, most + 1).Select(n => $$"""{"id":"m{{n}}","memory":"sees Ann {{(n < most ? "and Oslo" : "")}}","user_id":"alice"}"""));
        await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"[{items}]"))), cancellationToken: Token);

        (await fixture.Memory.GetRelatedAsync($"m{most}", cancellationToken: Token)).Should().BeEmpty("all name Ann");
        (await fixture.Memory.GetRelatedAsync("m0", new MemoryRelatedOptions { Top = 1_000 }, Token)).Should().HaveCount(most - 1)
            .And.OnlyContain(other => Math.Abs(other.Strength - (1.0 / most)) < 1e-12);
    }

    private static Func<string, IEnumerable<MemoryStep>> Along(IEnumerable<RelationEdge> edges)
    {
        ILookup<string, MemoryStep> steps = edges.ToLookup(edge => edge.From, edge => edge.Step, StringComparer.Ordinal);
        return from => steps[from];
    }

    private static RelationEdge Edge(Random random) => new(
        $"{random.Next(7)}", new MemoryStep($"{random.Next(7)}", (MemoryRelation)random.Next(2), Strength(random)));

    // Few values, so that ways tie.
    private static double Strength(Random random) => random.Next(3) == 0 ? 1 - random.NextDouble() : random.Next(1, 5) / 4.0;

    /// <summary>Goes every way without repetition, and keeps the best for each memory.</summary>
    private static IEnumerable<(string Id, double Strength)> Expected(List<MemoryItem> items, string start, int hops, double least)
    {
        Dictionary<string, double> best = new(StringComparer.Ordinal);
        Go(start, 1, hops, [start]);
        return best.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value));

        void Go(string from, double soFar, int left, string[] way)
        {
            foreach (MemoryItem next in items.Where(item => left > 0 && !way.Contains(item.Id)))
            {
                double strength = soFar * Between(items, from, next.Id);
                if (strength > 0 && strength >= least)
                {
                    best[next.Id] = Math.Max(best.GetValueOrDefault(next.Id), strength);
                    Go(next.Id, strength, left - 1, [.. way, next.Id]);
                }
            }
        }
    }

    private static double Between(List<MemoryItem> items, string one, string other) => items
        .SelectMany(item => item.Links, (item, link) => (From: item.Id, Link: link))
        .Where(pair => (Same(pair.From, one) && Same(pair.Link.TargetId, other)) || (Same(pair.From, other) && Same(pair.Link.TargetId, one)))
        .Select(pair => pair.Link.Strength)
        .DefaultIfEmpty(0)
        .Max();

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static bool IsAWay(List<MemoryItem> items, string start, RelatedMemory related, int hops)
    {
        double product = 1;
        string at = start;
        foreach (MemoryStep step in related.Path)
        {
            (string from, string to) = step.Relation == MemoryRelation.LinksTo ? (at, step.MemoryId) : (step.MemoryId, at);
            if (!items.Single(item => Same(item.Id, from)).Links.Contains(new MemoryLink(to, step.Strength)))
            {
                return false;
            }

            (product, at) = (product * step.Strength, step.MemoryId);
        }

        return related.Path.Count <= hops && Same(at, related.Item.Id) && product.Equals(related.Strength);
    }
}
