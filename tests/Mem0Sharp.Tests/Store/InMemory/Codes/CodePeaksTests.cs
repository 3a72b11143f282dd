namespace Mem0Sharp.Tests.Store.InMemory.Codes;

public sealed class CodePeaksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_AnyRows_IsABoundThatAsManyReachAsAreWanted(int seed)
    {
        Random random = new(seed);
        int chosen = 0;
        for (int round = 0; round < 200; round++)
        {
            int rows = random.Next(0, 257);
            int wanted = random.Next(1, 100);
            HostileVectors vectors = new(random, random.Next(1, 100));
            int stride = CodeFormat.Stride(vectors.Next().Length);
            short[] queryCodes = new short[stride];
            CodedQuery query = CodedQuery.Write(vectors.Next(), queryCodes);
            (int[] dots, float[] scales, float[] errors) = (new int[rows], new float[rows], new float[rows]);
            for (int row = 0; row < rows; row++)
            {
                sbyte[] codes = new sbyte[stride];
                (scales[row], errors[row]) = Int8Code.Write(vectors.NextRow(), codes);
                dots[row] = CodeScan.Dot(in codes[0], stride, queryCodes);
            }

            float peak = CodePeaks.Of(dots, scales, errors, query, wanted);

            if (float.IsNegativeInfinity(peak))
            {
                continue;
            }

            chosen++;
            int reach = CodeScan.Survivors(dots, scales, errors, query, peak, new int[rows]);
            reach.Should().BeGreaterThanOrEqualTo(wanted, "of seed {0}, round {1}: {2} rows", seed, round, rows);
        }

        chosen.Should().BePositive("of seed {0}: rounds without a choice prove nothing", seed);
    }

    [Fact]
    public void Of_RowsOfAPage_IsReachedByFew()
    {
        Random random = new(20261127);
        int[] dots = [.. Enumerable.Range(0, 256).Select(_ => random.Next(-1_000_000, 1_000_000))];
        float[] scales = [.. Enumerable.Repeat(1e-3f, 256)];
        CodedQuery query = CodedQuery.Write([1f], new short[32]);

        float peak = CodePeaks.Of(dots, scales, new float[256], query, 10);

        dots.Select(dot => query.Upper(dot, 1e-3f, 0)).Count(upper => upper >= peak).Should().BeInRange(10, 40);
    }

    [Theory]
    [InlineData(63, 10)]
    [InlineData(256, 65)]
    public void Of_TooFewRows_GivesNoBound(int rows, int wanted) =>
        CodePeaks.Of(new int[rows], new float[rows], new float[rows], default, wanted).Should().Be(float.NegativeInfinity);

    [Fact]
    public void Of_RowsWithoutVectors_ExcludesNothing()
    {
        float[] errors = [.. Enumerable.Repeat(RowPage.NotFound, 256)];
        CodedQuery query = CodedQuery.Write([1f], new short[32]);

        CodePeaks.Of(new int[256], new float[256], errors, query, 10).Should().BeLessThanOrEqualTo(-1);
    }
}
