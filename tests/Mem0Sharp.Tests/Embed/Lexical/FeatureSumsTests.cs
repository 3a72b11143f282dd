namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class FeatureSumsTests
{
    [Fact]
    public void TryWriteUnit_OppositeFeaturesInOneBucket_WritesNothing()
    {
        FeatureSums sums = new(stackalloc double[8]);
        sums.Add(3, 1);
        sums.Add(3 | 0x8000_0000, 1);

        float[] vector = [7, 7, 7, 7, 7, 7, 7, 7];
        sums.TryWriteUnit(vector).Should().BeFalse();
        vector.Should().OnlyContain(element => element == 7);
    }

    [Fact]
    public void TryWriteUnit_FeaturesInTwoBuckets_ScalesTheirSumsToLengthOne()
    {
        FeatureSums sums = new(stackalloc double[8]);
        sums.Add(3, 6);
        sums.Add(5 | 0x8000_0000, 8);

        float[] vector = new float[8];
        sums.TryWriteUnit(vector).Should().BeTrue();
        vector.Should().Equal(0, 0, 0, 0.6f, 0, -0.8f, 0, 0);
    }

    [Fact]
    public void Add_HashesThatDifferInTheUpperHalf_UseDifferentBuckets()
    {
        double[] buckets = new double[8];
        FeatureSums sums = new(buckets);
        sums.Add(1UL << 32, 1);
        sums.Add(2UL << 32, 1);

        buckets.Should().Equal(0, 1, 1, 0, 0, 0, 0, 0);
    }

    [Fact]
    public void Add_ManyWords_SpreadsThemOverBucketsAndSigns()
    {
        double[] counts = new double[LexicalEmbeddingGenerator.Dimensions];
        double signs = 0;
        double[] one = new double[LexicalEmbeddingGenerator.Dimensions];
        for (int i = 0; i < 102_400; i++)
        {
            ulong hash = Fnv1a.Append(Fnv1a.Start((byte)'w'), $"word{i}");
            Array.Clear(one);
            new FeatureSums(one).Add(hash, 1);
            int bucket = Array.FindIndex(one, static sum => sum != 0);
            counts[bucket]++;
            signs += one[bucket];
        }

        // 100 are expected in each bucket, with a deviation of 10 when spread by chance, and 320 for the signs.
        counts.Should().OnlyContain(count => count >= 50 && count <= 150);
        signs.Should().BeInRange(-1_600, 1_600);
    }
}
