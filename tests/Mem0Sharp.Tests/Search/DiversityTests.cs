namespace Mem0Sharp.Tests.Search;

public sealed class DiversityTests
{
    private const int Seed = 20261130;

    private static readonly Hit Tea = new("tea", 0.9, [1, 0, 0]);
    private static readonly Hit TeaAgain = new("tea again", 0.85, [1, 0, 0]);
    private static readonly Hit Violin = new("violin", 0.6, [0, 1, 0]);

    [Fact]
    public void Select_WhereTwoSayTheSame_PushesTheSecondBack()
    {
        Names(Diversity.Select([Tea, TeaAgain, Violin], 3, 0.5, Of)).Should().Equal("tea", "violin", "tea again");
        Names(Diversity.Select([Tea, TeaAgain, Violin], 3, 0.01, Of)).Should().Equal("tea", "tea again", "violin");
    }

    [Fact]
    public void Select_WithDiversity0_IsTheFirstInTheOrderGivenAndReadsNothing()
    {
        Hit[] hits = [Violin, TeaAgain, Tea];

        for (int top = 0; top <= 4; top++)
        {
            Diversity.Select(hits, top, 0, _ => throw new InvalidOperationException("Nobody should read it.")).Should().Equal(hits.Take(top));
        }
    }

    [Fact]
    public void Select_WithDiversity1_LooksAtSimilarityAlone() =>
        Names(Diversity.Select([TeaAgain, Tea, Violin], 3, 1, Of)).Should().Equal("tea again", "violin", "tea");

    [Fact]
    public void Select_OfEqualOnes_KeepsTheOrderGiven()
    {
        Hit[] hits = [.. Enumerable.Range(0, 20).Select(i => new Hit($"{i}", 0.5, [0, 0, 1]))];

        Diversity.Select(hits, 20, 0.7, Of).Should().Equal(hits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(new float[] { 1, 0 })]
    [InlineData(new float[] { float.NaN, 0, 0 })]
    [InlineData(new float[] { 7, 0, 0 })]
    [InlineData(new float[0])]
    public void Select_WithoutAVectorThatCanBeCompared_CountsItAsUnlikeEverything(float[]? vector)
    {
        Hit unknown = new("unknown", 0.55, vector);

        Names(Diversity.Select([Tea, TeaAgain, unknown], 3, 0.5, Of)).Should().Equal("tea", "unknown", "tea again");
        Names(Diversity.Select([unknown, unknown with { Name = "another" }, Violin], 3, 0.5, Of)).Should().Equal("violin", "unknown", "another");
    }

    [Fact]
    public void Select_OfTheOpposite_IsNoMoreUnlikeThanTheUnrelated() =>
        Names(Diversity.Select([Tea, Violin, new Hit("not tea", 0.59, [-1, 0, 0])], 3, 0.9, Of)).Should().Equal("tea", "violin", "not tea");

    [Fact]
    public void Select_OfNothing_IsEmpty()
    {
        Diversity.Select<Hit>([], 5, 0.5, Of).Should().BeEmpty();
        Diversity.Select([Tea], 0, 0.5, Of).Should().BeEmpty();
    }

    [Fact]
    public void Select_OfRandomHits_TakesEachOnceAndReadsEachOnce() => Repeat((hits, top, diversity, _) =>
    {
        int read = 0;

        IReadOnlyList<Hit> chosen = Diversity.Select(hits, top, diversity, hit =>
        {
            read++;
            return Of(hit);
        });

        chosen.Should().HaveCount(Math.Min(top, hits.Length)).And.OnlyHaveUniqueItems().And.BeSubsetOf(hits);
        read.Should().Be(hits.Length);
    });

    [Fact]
    public void Select_OfRandomHits_GivesFewerAsThePrefixOfMore() => Repeat((hits, top, diversity, _) =>
        Diversity.Select(hits, top, diversity, Of).Should().Equal(Diversity.Select(hits, hits.Length, diversity, Of).Take(top)));

    [Fact]
    public void Select_OfRandomHitsInAnotherOrder_ChoosesTheSame() => Repeat((hits, top, diversity, random) =>
    {
        Hit[] shuffled = [.. hits];
        random.Shuffle(shuffled);

        Diversity.Select(shuffled, top, diversity, Of).Should().Equal(Diversity.Select(hits, top, diversity, Of));
    });

    [Fact]
    public void Select_OfRandomHits_IsWhatTheDefinitionSays() => Repeat((hits, top, diversity, _) =>
        Diversity.Select(hits, top, diversity, Of).Should().Equal(ByDefinition(hits, top, diversity)));

    /// <summary>The definition, word for word, comparing all with all each time.</summary>
    private static List<Hit> ByDefinition(Hit[] hits, int top, double diversity)
    {
        List<Hit> chosen = [];
        while (chosen.Count < Math.Min(top, hits.Length))
        {
            chosen.Add(hits.Except(chosen).MaxBy(
                hit => ((1 - diversity) * hit.Relevance) - (diversity * chosen.Select(other => Cosine(hit, other)).Append(0).Max()))!);
        }

        return chosen;
    }

    private static double Cosine(Hit first, Hit second) => first.Vector is null || second.Vector is null
        ? 0
        : Math.Clamp(System.Numerics.Tensors.TensorPrimitives.Dot<float>(first.Vector, second.Vector), -1f, 1f);

    private static void Repeat(Action<Hit[], int, double, Random> check)
    {
        for (int seed = Seed; seed < Seed + 50; seed++)
        {
            Random random = new(seed);
            Hit[] hits = [.. Enumerable.Range(0, random.Next(1, 40)).Select(i => Hit.Random(i, random))];
            check(hits, random.Next(0, 45), 0.05 + (0.9 * random.NextDouble()), random);
        }
    }

    private static (double Relevance, ReadOnlyMemory<float>? Vector) Of(Hit hit) => (hit.Relevance, hit.Vector is null ? null : (ReadOnlyMemory<float>?)hit.Vector);

    private static IEnumerable<string> Names(IEnumerable<Hit> hits) => hits.Select(hit => hit.Name);

    private sealed record Hit(string Name, double Relevance, float[]? Vector)
    {
        public static Hit Random(int number, Random random)
        {
            double[] vector = [.. Enumerable.Range(0, 8).Select(_ => random.NextDouble() - 0.5)];
            double length = Math.Sqrt(vector.Sum(component => component * component));
            return new Hit(
                $"{number}", random.NextDouble(), random.Next(5) == 0 ? null : [.. vector.Select(component => (float)(component / length))]);
        }
    }
}
