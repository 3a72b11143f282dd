namespace Mem0Sharp.Tests.Store.InMemory.Codes;

public sealed class CodedQueryTests
{
    private const int Seed = 91;

    public static TheoryData<int> Dimensions => HostileVectors.Dimensions;

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void UpperAndLower_OfAnyRowAndQuery_HoldTheScoreBetweenThem(int dimensions)
    {
        HostileVectors vectors = new(new Random(Seed), dimensions);
        List<string> wrong = [];
        for (int round = 0; round < (dimensions > 10_000 ? 20 : 500); round++)
        {
            float[] row = vectors.NextRow();
            Pair pair = new(row, vectors.NextQueryFor(row));
            if (!(pair.Lower() <= pair.Score && pair.Score <= pair.Upper()))
            {
                wrong.Add($"round {round}: {pair.Lower():R} ≤ {pair.Score:R} ≤ {pair.Upper():R}");
            }
        }

        wrong.Should().BeEmpty("of seed {0}", Seed);
    }

    [Theory]
    [InlineData(384)]
    [InlineData(1_537)]
    public void Upper_WithAnErrorAHundredthTooSmall_DoesNotHold(int dimensions)
    {
        // The twin of the test above: what it looks for can be found, and nothing much tighter would hold.
        HostileVectors vectors = new(new Random(Seed), dimensions);
        int above = 0;
        int below = 0;
        for (int round = 0; round < 50; round++)
        {
            float[] row = vectors.HalfWay();
            float[] query = vectors.LeftOutOf(row);
            Pair along = new(row, query);
            Pair against = new(row, Array.ConvertAll(query, component => -component));
            above += along.Score > along.Upper(share: 0.99f) ? 1 : 0;
            below += against.Score < against.Lower(share: 0.99f) ? 1 : 0;
        }

        above.Should().BePositive("of seed {0}", Seed);
        below.Should().BePositive("of seed {0}", Seed);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Write_OfAnyQuery_LeavesNoRowThatOverflows(int dimensions)
    {
        HostileVectors vectors = new(new Random(Seed), dimensions);
        for (int round = 0; round < (dimensions > 10_000 ? 10 : 200); round++)
        {
            short[] codes = new short[CodeFormat.Stride(dimensions)];
            CodedQuery.Write(vectors.Next(), codes);

            // The worst row: the largest code everywhere, with the query's signs.
            codes.Sum(code => 127L * Math.Abs((long)code)).Should().BeLessThanOrEqualTo(int.MaxValue, "of seed {0}, round {1}", Seed, round);
            codes.Should().NotContain(short.MinValue, "of seed {0}, round {1}", Seed, round);
        }
    }

    [Fact]
    public void Write_Of384Dimensions_UsesAllSixteenBits()
    {
        short[] codes = new short[384];

        CodedQuery.Write(new HostileVectors(new Random(Seed), 384).Next(), codes);

        codes.Max(code => Math.Abs((int)code)).Should().BeGreaterThanOrEqualTo(32_766, "of seed {0}", Seed);
    }

    [Fact]
    public void Write_OfTheMostDimensions_UsesWhatDoesNotOverflow()
    {
        float[] query = [.. Enumerable.Repeat(1 / 256f, 65_536)];
        short[] codes = new short[65_536];

        CodedQuery.Write(query, codes);

        codes.Sum(code => 127L * code).Should().BeInRange((long)(int.MaxValue * 0.99), int.MaxValue);
    }

    [Fact]
    public void Write_IntoUsedMemory_LeavesZerosBehindTheQuery()
    {
        short[] codes = new short[64];
        codes.AsSpan().Fill(99);

        CodedQuery.Write(new HostileVectors(new Random(Seed), 33).Next(), codes);

        codes[33..].Should().OnlyContain(code => code == 0);
    }

    [Fact]
    public void Upper_OfARowThatItsCodesSayExactly_IsNearlyTheScore()
    {
        float[] row = new float[384];
        row[5] = 1;
        Pair pair = new(row, row);

        (pair.Upper() - pair.Lower()).Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void Upper_WhereRoundingTakesAProductBelowMinusOne_IsNotBelowMinusOne()
    {
        CodedQuery query = CodedQuery.Write([1f], new short[32]);

        query.Upper(-127 * 32_767, 1.001f / 127, 0).Should().Be(-1);
        query.Lower(127 * 32_767, 1.001f / 127, 0).Should().Be(1);
    }

    /// <summary>A row and a query, their score and its bounds.</summary>
    private sealed class Pair
    {
        private readonly CodedQuery _query;
        private readonly CodeScale _scale;
        private readonly int _dot;

        public Pair(float[] row, float[] query)
        {
            short[] queryCodes = new short[CodeFormat.Stride(row.Length)];
            sbyte[] codes = new sbyte[queryCodes.Length];
            _query = CodedQuery.Write(query, queryCodes);
            _scale = Int8Code.Write(row, codes);
            _dot = CodeScan.Dot(in codes[0], codes.Length, queryCodes);
            Score = Math.Clamp(ExactDot.Of(row, query), -1f, 1f);
        }

        public float Score { get; }

        public float Upper(float share = 1) => _query.Upper(_dot, _scale.Scale, _scale.Error * share);

        public float Lower(float share = 1) => _query.Lower(_dot, _scale.Scale, _scale.Error * share);
    }
}
