namespace Mem0Sharp.Tests.Store.InMemory.Codes;

public sealed class ExactDotTests
{
    private const int Seed = 61;
    private const double Rounding = 1.0 / (1 << 24);

    public static TheoryData<int> Dimensions => HostileVectors.Dimensions;

    private delegate float Path(ref float x, ref float y, int length);

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Of_OnEachWidthOfVectors_HasTheSameBits(int dimensions)
    {
        HostileVectors vectors = new(new Random(Seed), dimensions);
        Path[] paths = dimensions < ExactDot.Lanes
            ? [ExactDot.OfFew]
            : [ExactDot.OfMany, ExactDot.Of128, ExactDot.Of256, ExactDot.Of512];
        List<string> wrong = [];
        for (int round = 0; round < (dimensions > 10_000 ? 10 : 300); round++)
        {
            float[] x = vectors.NextRow();
            float[] y = vectors.NextQueryFor(x);
            int bits = Bits(ExactDot.Of(x, y));
            wrong.AddRange(paths.Where(path => Bits(path(ref x[0], ref y[0], dimensions)) != bits).Select(path => $"round {round}: {path.Method.Name}"));
            if (Bits(ExactDot.Of(y, x)) != bits)
            {
                wrong.Add($"round {round}: the sides changed");
            }
        }

        wrong.Should().BeEmpty("of seed {0}", Seed);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Of_AnyVectors_IsWithinItsRoundingsOfTheTrueProduct(int dimensions)
    {
        HostileVectors vectors = new(new Random(Seed), dimensions);
        for (int round = 0; round < (dimensions > 10_000 ? 10 : 300); round++)
        {
            float[] x = vectors.NextRow();
            float[] y = vectors.NextQueryFor(x);

            ShareOfBound(x, y).Should().BeLessThanOrEqualTo(1, "of seed {0}, round {1}", Seed, round);
        }
    }

    [Fact]
    public void Of_SomeVectors_IsFurtherThanATenthOfItsRoundings()
    {
        // The twin of the test above: a bound ten times as tight does not hold.
        HostileVectors vectors = new(new Random(Seed), 384);

        double most = Enumerable.Range(0, 300).Max(_ => ShareOfBound(vectors.NextRow(), vectors.Next()));

        most.Should().BeGreaterThan(0.1, "of seed {0}", Seed);
    }

    [Fact]
    public void Of_VectorsOfDifferentLengths_Throws()
    {
        Action of = () => ExactDot.Of(new float[40], new float[39]);

        of.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Of_VectorsOfNothing_IsZero() => ExactDot.Of([], []).Should().Be(0);

    private static double ShareOfBound(float[] x, float[] y)
    {
        double product = 0;
        double absolutes = 0;
        for (int i = 0; i < x.Length; i++)
        {
            product += (double)x[i] * y[i];
            absolutes += Math.Abs((double)x[i] * y[i]);
        }

        double roundings = ExactDot.Roundings(x.Length) * Rounding;
        double bound = (roundings / (1 - roundings) * absolutes) + (x.Length * (double)float.Epsilon / 2);
        return Math.Abs(ExactDot.Of(x, y) - product) / bound;
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
}
