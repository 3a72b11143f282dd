using Mem0Sharp.Tests.Store.InMemory.Codes;

namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>A store that keeps codes only finds what one with all vectors finds, to the bit, and reads few vectors.</summary>
public sealed class CodesOnlySearchTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 700, 1)]
    [InlineData(33, 3_000, 1)]
    [InlineData(387, 14_000, 3)]
    public async Task SearchManyAsync_HostileVectors_FindsWhatAFullStoreFinds_ToTheBit(int dimensions, int rows, int threads)
    {
        const int seed = 41;
        Random random = new(seed);
        HostileVectors vectors = new(random, dimensions);
        await using InMemoryVectorStore full = new(threads);
        await using CodesOnlyStore codesOnly = new(threads);
        float[][] all = [.. Enumerable.Range(0, rows).Select(_ => vectors.NextRow())];
        await ApplyAsync(full, codesOnly, dimensions, [.. all.Select((vector, n) => new VectorChange.Upsert(Item(random, n), vector))]);
        VectorQuery[] queries = [.. Enumerable.Range(0, 40).Select(_ => Query(random, vectors.NextQueryFor(all[random.Next(rows)])))];

        IReadOnlyList<IReadOnlyList<VectorMatch>> together = await codesOnly.SearchManyAsync(queries, Token);

        int found = 0;
        for (int n = 0; n < queries.Length; n++)
        {
            IReadOnlyList<VectorMatch> expected = await full.SearchAsync(queries[n], Token);
            together[n].Should().Equal(expected, "of seed {0}, query {1}, together", seed, n);
            (await codesOnly.SearchAsync(queries[n], Token)).Should().Equal(expected, "of seed {0}, query {1}, alone", seed, n);
            found += expected.Count;
        }

        found.Should().BeGreaterThan(100, "searches that find nothing prove nothing");
        codesOnly.Reads.Should().AllSatisfy(count => count.Should().BeInRange(1, CodesOnlySearch.VectorsAtOnce));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20260101)]
    public async Task SearchAsync_AfterRandomChanges_FindsWhatAFullStoreFinds_ToTheBit(int seed)
    {
        const int Dimensions = 24;
        Random random = new(seed);
        HostileVectors vectors = new(random, Dimensions);
        await using InMemoryVectorStore full = new();
        await using CodesOnlyStore codesOnly = new();
        await ApplyAsync(full, codesOnly, Dimensions, []);
        for (int round = 0; round < 150; round++)
        {
            VectorChange[] batch = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Change(random, vectors))];
            await full.ApplyAsync(batch, HistoryPosition.Start, Token);
            await codesOnly.ApplyAsync(batch, HistoryPosition.Start, Token);

            VectorQuery query = Query(random, vectors.Next());
            (await codesOnly.SearchAsync(query, Token)).Should().Equal(await full.SearchAsync(query, Token), "of seed {0}, round {1}", seed, round);
        }
    }

    [Fact]
    public async Task SearchAsync_ManyMemories_ReadsFewVectorsInOneRead()
    {
        const int Dimensions = 128;
        Random random = new(42);
        await using CodesOnlyStore codesOnly = new();
        await codesOnly.OpenAsync(new EmbeddingSpace("random", Dimensions), Token);
        VectorChange[] all = [.. Enumerable.Range(0, 20_000).Select(n => new VectorChange.Upsert(Item(n), Normal(random, Dimensions)))];
        await codesOnly.ApplyAsync(all, HistoryPosition.Start, Token);

        for (int n = 0; n < 20; n++)
        {
            (await codesOnly.SearchAsync(new VectorQuery { Vector = Normal(random, Dimensions), Scope = Alice, Top = 10 }, Token)).Should().HaveCount(10);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"vectors read for a search of 20,000, top 10: {string.Join(", ", codesOnly.Reads)}");
        codesOnly.Reads.Should().HaveCount(20, "each search asks once").And.AllSatisfy(count => count.Should().BeInRange(10, 60));
        codesOnly.ForgetReads();

        await codesOnly.SearchManyAsync(
            [.. Enumerable.Range(0, 10).Select(_ => new VectorQuery { Vector = Normal(random, Dimensions), Scope = Alice, Top = 5 })], Token);

        codesOnly.Reads.Sum().Should().BeInRange(50, 300);
        codesOnly.Reads.Count.Should().BeLessThanOrEqualTo(2, "what all of them leave open is asked for at once");
    }

    [Fact]
    public async Task SearchAsync_FilterThatAnIndexAnswers_ReadsNoMoreThanTheIndexLeadsTo()
    {
        const int Dimensions = 32;
        Random random = new(43);
        await using InMemoryVectorStore full = new();
        await using CodesOnlyStore codesOnly = new();
        await ApplyAsync(full, codesOnly, Dimensions, [.. Enumerable.Range(0, 3_000).Select(n => new VectorChange.Upsert(
            Item(n) with { Tags = n % 300 == 0 ? ["rare"] : [] }, Normal(random, Dimensions)))]);
        VectorQuery query = new() { Vector = Normal(random, Dimensions), Scope = Alice, Top = 20, Filter = MemoryField.Tags.EqualTo("rare") };

        IReadOnlyList<VectorMatch> found = await codesOnly.SearchAsync(query, Token);

        found.Should().HaveCount(10).And.Equal(await full.SearchAsync(query, Token));
        codesOnly.Reads.Should().Equal([10], "each of them may be among the best");
    }

    [Fact]
    public async Task SearchAsync_VectorsThatWereErased_FindsTheBestOfTheOthers()
    {
        const int Dimensions = 48;
        const int Rows = 2_000;
        Random random = new(44);
        await using InMemoryVectorStore others = new();
        await using CodesOnlyStore codesOnly = new();
        float[] middle = Normal(random, Dimensions);
        VectorChange.Upsert[] all = [.. Enumerable.Range(0, Rows).Select(n => new VectorChange.Upsert(
            Item(n), Array.ConvertAll(middle, component => component + (float)(0.3 * random.NextDouble()))))];
        await ApplyAsync(codesOnly, others, Dimensions, []);
        await codesOnly.ApplyAsync(all, HistoryPosition.Start, Token);
        codesOnly.Erased.UnionWith(all.Where(_ => random.Next(3) == 0).Select(upsert => upsert.Id));
        await others.ApplyAsync([.. all.Where(upsert => !codesOnly.Erased.Contains(upsert.Id))], HistoryPosition.Start, Token);

        foreach (int top in (int[])[1, 10, 400])
        {
            VectorQuery query = new() { Vector = middle, Scope = Alice, Top = top };
            (await codesOnly.SearchAsync(query, Token)).Should().Equal(await others.SearchAsync(query, Token));
        }
    }

    [Fact]
    public async Task SearchAsync_ChangesWhileVectorsAreRead_StaysWithTheStateItBeganWith()
    {
        const int Dimensions = 16;
        Random random = new(45);
        await using InMemoryVectorStore full = new();
        await using CodesOnlyStore codesOnly = new();
        VectorChange.Upsert[] all = [.. Enumerable.Range(0, 1_000).Select(n => new VectorChange.Upsert(Item(n), Normal(random, Dimensions)))];
        await ApplyAsync(full, codesOnly, Dimensions, all);
        VectorQuery query = new() { Vector = Normal(random, Dimensions), Scope = Alice, Top = 300 };
        IReadOnlyList<VectorMatch> expected = await full.SearchAsync(query, Token);
        int version = 1;
        codesOnly.BeforeRead = async () =>
        {
            version++;
            await codesOnly.ApplyAsync(
                [
                    .. all.Where((_, n) => n % 2 == 0).Select(upsert => new VectorChange.Delete(upsert.Id, version)),
                    .. all.Where((_, n) => n % 2 == 1).Select(upsert => new VectorChange.Upsert(
                        upsert.Item with { Version = version, Text = $"{version}" }, Normal(random, Dimensions))),
                ],
                HistoryPosition.Start,
                Token);
        };

        IReadOnlyList<VectorMatch> found = await codesOnly.SearchAsync(query, Token);

        found.Should().Equal(expected);
        version.Should().BeGreaterThan(2, "there were several reads");
        codesOnly.BeforeRead = () => Task.CompletedTask;
        (await codesOnly.SearchAsync(query, Token)).Should().OnlyContain(match => match.Item.Version == version);
    }

    [Fact]
    public async Task SearchAsync_SourceFails_FailsAsTheSourceDoesAndChangesNothing()
    {
        await using InMemoryVectorStore full = new();
        await using CodesOnlyStore codesOnly = new();
        await ApplyAsync(full, codesOnly, 4, [.. Enumerable.Range(0, 20).Select(n => new VectorChange.Upsert(Item(n), new[] { 1f, n, 0, 2 }))]);
        VectorQuery query = new() { Vector = new[] { 1f, 1, 0, 0 }, Scope = Alice, Top = 3 };
        MemoryStoreException failure = new("The file cannot be read.");
        codesOnly.BeforeRead = () => throw failure;

        (await codesOnly.Awaiting(store => store.SearchAsync(query, Token)).Should().ThrowAsync<MemoryStoreException>()).Which.Should().BeSameAs(failure);
        await codesOnly.Awaiting(store => store.SearchManyAsync([query, query], Token)).Should().ThrowAsync<MemoryStoreException>();

        codesOnly.BeforeRead = () => Task.CompletedTask;
        (await codesOnly.SearchAsync(query, Token)).Should().Equal(await full.SearchAsync(query, Token));
        codesOnly.Instead = [1, 2];
        await codesOnly.Awaiting(store => store.SearchAsync(query, Token)).Should().ThrowAsync<EmbeddingDimensionException>("it is another model's");
    }

    [Fact]
    public async Task SearchAsync_CancelledWhileVectorsAreRead_IsCancelled()
    {
        using CancellationTokenSource source = new();
        await using CodesOnlyStore codesOnly = new();
        await codesOnly.OpenAsync(new EmbeddingSpace("test", 1), Token);
        await codesOnly.ApplyAsync([.. Enumerable.Range(0, 1_000).Select(n => new VectorChange.Upsert(Item(n), new[] { 1f }))], HistoryPosition.Start, Token);
        codesOnly.BeforeRead = () => source.CancelAsync();

        await codesOnly.Awaiting(store => store.SearchAsync(new VectorQuery { Vector = new[] { 1f }, Scope = Alice, Top = 5 }, source.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        codesOnly.Reads.Should().ContainSingle();
    }

    private static async Task ApplyAsync(IVectorStore first, IVectorStore second, int dimensions, VectorChange[] changes)
    {
        foreach (IVectorStore store in (IVectorStore[])[first, second])
        {
            await store.OpenAsync(new EmbeddingSpace("test", dimensions), Token);
            await store.ApplyAsync(changes, HistoryPosition.Start, Token);
        }
    }

    private static MemoryItem Item(int n) => new() { Id = $"m{n:00000}", Text = $"text {n}", Scope = Alice, Version = 1 };

    private static MemoryItem Item(Random random, int n) => Item(n) with
    {
        Scope = MemoryScope.ForUser(n % 7 == 0 ? "bob" : "alice", n % 3 == 0 ? "agent" : null),
        Tags = [.. Enumerable.Range(0, random.Next(3)).Select(tag => $"tag{tag}{random.Next(40)}")],
    };

    private static VectorChange Change(Random random, HostileVectors vectors)
    {
        int n = random.Next(700);
        int version = random.Next(1, 12);

        // Of a version that comes again, another store may have another vector: not here.
        return random.Next(4) switch
        {
            0 => new VectorChange.Delete(Item(n).Id, version),
            1 => new VectorChange.Upsert(Item(n) with { Version = version, Text = $"late {n} {version}" }, ReadOnlyMemory<float>.Empty),
            _ => new VectorChange.Upsert(
                Item(n) with { Version = version, Text = $"text {n % 50}", Scope = MemoryScope.ForUser(n % 5 == 0 ? "bob" : "alice") }, vectors.Next()),
        };
    }

    private static VectorQuery Query(Random random, float[] vector) => new()
    {
        Vector = vector,
        Scope = random.Next(4) switch
        {
            0 => MemoryScope.ForUser("alice", "agent"),
            1 => MemoryScope.ForUser("bob"),
            2 => MemoryScope.ForAgent("agent"),
            _ => Alice,
        },
        Top = random.Next(5) == 0 ? random.Next(1, 500) : random.Next(1, 12),
        MinScore = random.Next(4) == 0 ? random.NextDouble() - 0.5 : null,
        Filter = random.Next(4) == 0 ? MemoryField.Tags.EqualTo($"tag0{random.Next(40)}") : null,
    };

    private static float[] Normal(Random random, int dimensions) => [.. Enumerable.Range(0, dimensions).Select(_ =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
