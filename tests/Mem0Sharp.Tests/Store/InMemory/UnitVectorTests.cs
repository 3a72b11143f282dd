namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class UnitVectorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20260101)]
    public void Squares_FourVectors_AreThoseOfEachAlone_ToTheBit(int seed)
    {
        Random random = new(seed);
        for (int dimensions = 1; dimensions < 70; dimensions++)
        {
            float[][] vectors = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-18, 18))).ToArray())];

            (double a, double b, double c, double d) = UnitVector.Squares(vectors[0], vectors[1], vectors[2], vectors[3]);

            new[] { a, b, c, d }.Select(square => UnitVector.LengthOf(square, "vector"))
                .Should().Equal(vectors.Select(vector => UnitVector.Length(vector, "vector")), "seed {0}", seed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20260101)]
    public void Write_VectorOfAnyLength_DividesEachComponentByItself_ToTheBit(int seed)
    {
        Random random = new(seed);
        for (int dimensions = 1; dimensions < 70; dimensions++)
        {
            float[] vector = new float[dimensions];
            for (int i = 0; i < dimensions; i++)
            {
                vector[i] = random.Next(8) switch
                {
                    0 => 0,
                    1 => -0f,
                    2 => float.Epsilon * random.Next(1, 100),
                    3 => -float.MaxValue / random.Next(1, 100),
                    _ => random.NextSingle() - 0.5f,
                };
            }

            vector[0] = 1;
            double length = UnitVector.Length(vector, nameof(vector));
            float[] unit = new float[dimensions + 1];
            unit[^1] = 7;

            UnitVector.Write(vector, length, unit);

            unit[..dimensions].Select(BitConverter.SingleToInt32Bits).Should().Equal(
                vector.Select(component => BitConverter.SingleToInt32Bits((float)(component / length))), "of seed {0}, {1} dimensions", seed, dimensions);
            unit[^1].Should().Be(7, "nothing is written behind the vector");
        }
    }
}
