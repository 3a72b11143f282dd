namespace Mem0Sharp.Benchmarks;

/// <summary>Vectors that point anywhere, the same in every run.</summary>
internal sealed class RandomVectors(int dimensions, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Makes a vector of length one.</summary>
    public float[] Next()
    {
        float[] vector = new float[dimensions];
        double sum = 0;
        for (int i = 0; i < dimensions; i++)
        {
            vector[i] = (float)((_random.NextDouble() * 2) - 1);
            sum += (double)vector[i] * vector[i];
        }

        float length = (float)Math.Sqrt(sum);
        for (int i = 0; i < dimensions; i++)
        {
            vector[i] /= length;
        }

        return vector;
    }
}
