namespace Mem0Sharp.Benchmarks;

/// <summary>Vectors that point anywhere, the same in every run, with components as embeddings have them: most near the middle, a few far out.</summary>
/// <remarks>Int8 codes fit them worse than components spread evenly: the largest, which sets the distance of the codes, is further from the rest.</remarks>
internal sealed class NormalVectors(int dimensions, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Makes a vector of length one.</summary>
    public float[] Next()
    {
        float[] vector = new float[dimensions];
        double sum = 0;
        for (int i = 0; i < dimensions; i++)
        {
            // Two even numbers make a normal one (Box and Muller, 1958).
            double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
            vector[i] = (float)(radius * Math.Cos(2 * Math.PI * _random.NextDouble()));
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
