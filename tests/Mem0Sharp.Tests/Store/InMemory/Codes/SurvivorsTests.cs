namespace Mem0Sharp.Tests.Store.InMemory.Codes;

public sealed class SurvivorsTests
{
    private delegate int Sweep(
        ReadOnlySpan<int> dots, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, in CodedQuery query, float least, Span<int> survivors);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Survivors_OfAnyRows_AreThoseWhoseUpperBoundIsAtLeastTheLeast(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            int rows = random.Next(0, 70);
            HostileVectors vectors = new(random, random.Next(1, 100));
            int stride = CodeFormat.Stride(vectors.Next().Length);
            short[] queryCodes = new short[stride];
            CodedQuery query = CodedQuery.Write(vectors.Next(), queryCodes);
            int[] dots = new int[rows];
            float[] scales = new float[rows];
            float[] errors = new float[rows];
            float[] uppers = new float[rows];
            for (int row = 0; row < rows; row++)
            {
                sbyte[] codes = new sbyte[stride];
                (scales[row], errors[row]) = Int8Code.Write(vectors.NextRow(), codes);
                dots[row] = CodeScan.Dot(in codes[0], stride, queryCodes);
                uppers[row] = query.Upper(dots[row], scales[row], errors[row]);
            }

            // One of the bounds itself, and its neighbours, are the leasts that tell ≥ from >.
            float some = rows == 0 ? 0 : uppers[random.Next(rows)];
            foreach (float least in (float[])[some, MathF.BitIncrement(some), MathF.BitDecrement(some), 0, 1, -1, -2, float.NegativeInfinity, float.NaN])
            {
                int[] expected = [.. Enumerable.Range(0, rows).Where(row => uppers[row] >= least)];
                Found(CodeScan.Survivors).Should().Equal(expected, "of seed {0}, round {1}, least {2:R}", seed, round, least);
                Found((d, s, e, in q, l, f) => CodeSweep.One(d, s, e, q, l, f)).Should().Equal(expected, "of seed {0}, round {1}, least {2:R}", seed, round, least);
                if (least > -1)
                {
                    Found(CodeSweep.By256).Should().Equal(expected, "of seed {0}, round {1}, least {2:R}", seed, round, least);
                    Found(CodeSweep.By128).Should().Equal(expected, "of seed {0}, round {1}, least {2:R}", seed, round, least);
                }

                int[] Found(Sweep sweep)
                {
                    int[] survivors = new int[rows];
                    return survivors[..sweep(dots, scales, errors, query, least, survivors)];
                }
            }
        }
    }

    [Fact]
    public void Survivors_WithTooLittleRoom_Throws()
    {
        Action sweep = () => CodeScan.Survivors(new int[2], new float[2], new float[2], default, 0, new int[1]);

        sweep.Should().Throw<ArgumentOutOfRangeException>();
    }
}
