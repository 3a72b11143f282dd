using System.Text.Json.Nodes;
using Mem0Sharp.Tests.Filters;

namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>Indexes of fields: what they lead to, and that a store finds the same with and without.</summary>
public sealed class FieldIndexesTests
{
    private const int Seed = 20260404;
    private static readonly float[] Ahead = [1, 0, 0, 0];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"n": 3}""", "3")]
    [InlineData("""{"n": [3, 4, 3.0, 99]}""", "3 4")]
    [InlineData("""{"n": {"gte": 37}}""", "37 38 39")]
    [InlineData("""{"n": {"gt": 37}}""", "37 38 39")]
    [InlineData("""{"n": {"lt": 2}}""", "0 1 2")]
    [InlineData("""{"n": {"gte": 20, "lte": 22}}""", "20 21 22")]
    [InlineData("""{"n": {"gte": 22, "lte": 20}}""", "")]
    [InlineData("""{"n": "3"}""", "")]
    [InlineData("""{"n": {"gte": "a"}}""", "")]
    [InlineData("""{"tags": "t5"}""", "5")]
    [InlineData("""{"tags": "all", "n": 7}""", "7")]
    [InlineData("""{"OR": [{"n": 7}, {"tags": "t7"}, {"tags": "t8"}]}""", "7 8")]
    [InlineData("""{"day": {"gte": "2026-01-05", "lt": "2026-01-07"}}""", "4 5 6")]
    [InlineData("""{"NOT": [{"tags": "all"}], "n": 1}""", "1")]
    [InlineData("""{"tags": "all"}""", null)]
    [InlineData("""{"n": {"lt": 30}}""", null)]
    [InlineData("""{"n": {"ne": 3}}""", null)]
    [InlineData("""{"OR": [{"n": 7}, {"n": {"ne": 3}}]}""", null)]
    [InlineData("""{"memory": "m3"}""", null)]
    [InlineData("""{"n": "*"}""", null)]
    [InlineData("""{"tags": {"contains": "t5"}}""", null)]
    public void Candidates_OfAFilter_AreTheRowsOfItsFewestValues(string filter, string? rows)
    {
        List<MemoryItem> items = [.. Enumerable.Range(0, 40).Select(Numbered)];
        FieldIndexes indexes = new(() => Rows(items));

        int[]? found = indexes.Candidates(MemoryFilter.Parse(filter), most: 36);

        (found is null ? null : string.Join(' ', found.Order())).Should().Be(rows);
    }

    [Fact]
    public void Candidates_RangeOverSeveralValuesOfOneRow_LosesNone()
    {
        // 1 is under the upper end and 100 over the lower one: the row matches, though neither is between.
        MemoryItem both = Numbered(0) with { Metadata = Json("""{"n": [1, 100]}""") };
        List<MemoryItem> items = [both, .. Enumerable.Range(1, 39).Select(Numbered)];
        MemoryFilter filter = MemoryField.Metadata("n").AtLeast(38) & MemoryField.Metadata("n").AtMost(1);

        new FieldIndexes(() => Rows(items)).Candidates(filter, most: 36).Should().Contain(0);
        filter.Matches(both).Should().BeTrue();
    }

    [Fact]
    public void Candidates_OfManyFields_KeepsTheIndexesAskedForLast()
    {
        List<MemoryItem> items = [.. Enumerable.Range(0, 40).Select(Numbered)];
        FieldIndexes indexes = new(() => Rows(items));
        for (int n = 0; n < 100; n++)
        {
            indexes.Candidates(MemoryField.Metadata($"k{n}").EqualTo(1) | MemoryField.Metadata("n").EqualTo(3), most: 10).Should().Equal(3);
        }

        indexes.Count.Should().Be(FieldIndexes.MostFields);
    }

    [Fact]
    public void AddAndRemove_RandomChanges_LeaveWhatANewIndexHas()
    {
        Random random = new(Seed);
        RandomFilters filters = new(random);
        List<MemoryItem> items = [.. Enumerable.Range(0, 100).Select(n => filters.Item($"m{n}"))];
        FieldIndexes indexes = new(() => Rows(items));
        MemoryFilter[] asked = [.. Enumerable.Range(0, 60).Select(_ => filters.Next())];
        foreach (MemoryFilter filter in asked)
        {
            indexes.Candidates(filter, most: 50);
        }

        for (int change = 0; change < 2_000; change++)
        {
            int row = random.Next(items.Count);
            MemoryItem before = items[row];
            items[row] = filters.Item(before.Id, before.Version + 1);
            indexes.Add(items[row], row);
            indexes.Remove(before, row, [items[row]]);
            MemoryFilter filter = asked[change % asked.Length];
            if (indexes.Candidates(filter, most: 50) is { } rows)
            {
                rows.Should().OnlyHaveUniqueItems();
                Enumerable.Range(0, items.Count).Where(at => filter.Matches(items[at])).Except(rows)
                    .Should().BeEmpty("change {0} of seed {1}: {2}", change, Seed, filter.ToJson());
            }
        }

        for (int row = 0; row < items.Count; row++)
        {
            indexes.Remove(items[row], row, []);
        }

        indexes.Count.Should().BePositive();
        indexes.ValueCount.Should().Be(0, "what no row has any longer is forgotten");
    }

    [Fact]
    public async Task SearchAsync_LargeScopeThatChanges_FindsWhatLookingAtEachMemoryFinds()
    {
        Random random = new(Seed + 1);
        RandomFilters filters = new(random);
        MemoryScope scope = MemoryScope.ForUser("x");
        Dictionary<string, MemoryItem> items = [];
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", 4), Token);
        List<VectorChange> changes = [];
        for (int n = 0; n < VectorSearch.LeastRowsForAnIndex + 600; n++)
        {
            Put(filters.Item($"m{n}") with { Scope = n % 5 == 0 ? MemoryScope.ForUser("y") : scope });
        }

        int narrow = 0;
        for (int n = 0; n < 600; n++)
        {
            for (int change = 0; change < 5; change++)
            {
                MemoryItem item = items.ElementAt(random.Next(items.Count)).Value;
                if (random.Next(8) == 0)
                {
                    items.Remove(item.Id);
                    changes.Add(new VectorChange.Delete(item.Id, item.Version + 1));
                }
                else
                {
                    Put(filters.Item(item.Id, item.Version + 1) with { Scope = item.Scope });
                }
            }

            await store.ApplyAsync(changes, new HistoryPosition(0, n + 1), Token);
            changes.Clear();
            MemoryFilter filter = filters.Next() & filters.Next(depth: 1);
            string[] expected = [.. items.Values.Where(item => scope.Contains(item) && filter.Matches(item)).Select(item => item.Id)];
            IReadOnlyList<VectorMatch> found = await store.SearchAsync(
                new VectorQuery { Vector = Ahead, Scope = scope, Top = MemoryLimits.Top, Filter = filter }, Token);

            found.Select(match => match.Item.Id).Order(StringComparer.Ordinal)
                .Should().Equal(expected.Order(StringComparer.Ordinal).Take(MemoryLimits.Top), "run {0} of seed {1}: {2}", n, Seed + 1, filter.ToJson());
            narrow += expected.Length is > 0 and < 300 ? 1 : 0;
        }

        narrow.Should().BeGreaterThan(100, "an index is worth something for few matches alone");

        void Put(MemoryItem item)
        {
            items[item.Id] = item;
            changes.Add(new VectorChange.Upsert(item, Ahead));
        }
    }

    [Fact]
    public async Task ApplyAsync_ValuesOfWhatIsDeleted_AreReachableNoMore()
    {
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", 4), Token);
        await store.ApplyAsync(
            [.. Enumerable.Range(0, VectorSearch.LeastRowsForAnIndex).Select(n => new VectorChange.Upsert(Numbered(n) with { Metadata = Json("""{"k": "zugzwang"}""") }, Ahead))],
            new HistoryPosition(0, 1),
            Token);
        await store.ApplyAsync([new VectorChange.Upsert(Numbered(5_000) with { Metadata = Json("""{"k": "xylograph"}""") }, Ahead)], new HistoryPosition(0, 2), Token);
        VectorQuery query = new() { Vector = Ahead, Scope = MemoryScope.ForUser("x"), Top = 5, Filter = MemoryField.Metadata("k").EqualTo("xylograph") };
        (await store.SearchAsync(query, Token)).Should().ContainSingle();

        await store.ApplyAsync([new VectorChange.Delete("m5000", 2)], new HistoryPosition(0, 3), Token);

        (await store.SearchAsync(query, Token)).Should().BeEmpty();
        ReachableText.Holds(store, "xylograph").Should().BeFalse("its memory was deleted");
        ReachableText.Holds(store, "zugzwang").Should().BeTrue("others have it");
    }

    private static IEnumerable<(MemoryItem Item, int Row)> Rows(List<MemoryItem> items) => items.Select((item, row) => (item, row));

    private static MemoryItem Numbered(int n) => new()
    {
        Id = $"m{n}",
        Text = $"m{n}",
        Scope = MemoryScope.ForUser("x"),
        Tags = ["all", $"t{n}"],
        Metadata = Json($$"""{"n": {{n}}, "day": "2026-01-{{1 + (n % 28):00}}{{(n < 28 ? string.Empty : " again")}}"}"""),
    };

    private static MemoryMetadata Json(string json) => MemoryMetadata.From((JsonObject)JsonNode.Parse(json)!);
}
