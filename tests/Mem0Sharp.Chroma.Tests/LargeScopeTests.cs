using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>A scope of more memories than are compared here: the server's index names the candidates.</summary>
public sealed class LargeScopeTests(SharedServer server)
{
    private const int Memories = 3_000;
    private const int Dimensions = 64;
    private const int Seed = 20261128;

    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SearchAsync_OfALargeScope_FindsNearlyAllOfTheNearestWithTheirScores()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        options.ExactUpTo = 100;
        await using ChromaVectorStore store = new(options);
        await using InMemoryVectorStore exact = new();
        Random random = new(Seed);
        VectorChange[] changes = [.. Enumerable.Range(0, Memories).Select(n => new VectorChange.Upsert(Item(n), Vector(random)))];
        foreach (IVectorStore each in (IVectorStore[])[store, exact])
        {
            await each.OpenAsync(new EmbeddingSpace("model", Dimensions), Token);
            await each.ApplyAsync(changes, new HistoryPosition(1, Memories), Token);
        }

        int found = 0;
        const int Searches = 20;
        const int Top = 10;
        for (int n = 0; n < Searches; n++)
        {
            VectorQuery query = new() { Vector = Vector(random), Scope = Alice, Top = Top };
            Dictionary<string, double> nearest = (await exact.SearchAsync(query, Token)).ToDictionary(match => match.Item.Id, match => match.Score, StringComparer.Ordinal);
            IReadOnlyList<VectorMatch> matches = await store.SearchAsync(query, Token);
            matches.Should().HaveCount(Top).And.BeInDescendingOrder(match => match.Score);
            foreach (VectorMatch match in matches.Where(match => nearest.ContainsKey(match.Item.Id)))
            {
                match.Score.Should().BeApproximately(nearest[match.Item.Id], 1e-6);
                found++;
            }
        }

        // Vectors without any structure are the worst there are for an index.
        ((double)found / (Searches * Top)).Should().BeGreaterThan(0.9, "seed {0}", Seed);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} of {Searches * Top} of the nearest"));

        // What a filter leaves is found, however few, however far.
        VectorQuery rare = new() { Vector = Vector(random), Scope = Alice, Top = 9, Filter = MemoryField.Metadata("place").EqualTo("attic") };
        (await store.SearchAsync(rare, Token)).Select(match => match.Item.Id).Should().Equal((await exact.SearchAsync(rare, Token)).Select(match => match.Item.Id)).And.HaveCount(3);

        // And words, in a scope of more than one page.
        KeywordQuery words = new() { Text = "number 777", Scope = Alice, Top = 20 };
        (await store.SearchKeywordsAsync(words, Token)).Should().Equal(await exact.SearchKeywordsAsync(words, Token));
    }

    private static MemoryItem Item(int n) => new()
    {
        Id = $"m{n:0000}",
        Text = $"memory number {n}",
        Scope = Alice,
        Metadata = n % 1000 == 7 ? MemoryMetadata.From(new JsonObject { ["place"] = "attic" }) : MemoryMetadata.Empty,
    };

    private static float[] Vector(Random random)
    {
        float[] vector = new float[Dimensions];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * (float)Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return vector;
    }
}
