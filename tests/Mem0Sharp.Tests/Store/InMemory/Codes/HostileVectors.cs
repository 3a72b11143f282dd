namespace Mem0Sharp.Tests.Store.InMemory.Codes;

/// <summary>Vectors of length one, or near it, made to be hard on a bound: equal, nearly equal, in a cluster, along what another's codes leave out, and others.</summary>
internal sealed class HostileVectors(Random random, int dimensions)
{
    private const int Kinds = 11;

    private readonly float[] _centre = Unit(dimensions, _ => random.NextDouble() - 0.5);

    /// <summary>Dimensions small and large, odd and even, of whole blocks and not.</summary>
    public static TheoryData<int> Dimensions => [.. Sizes];

    public static IReadOnlyList<int> Sizes { get; } = [1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 47, 63, 64, 65, 127, 129, 384, 385, 768, 1_023, 1_536, 1_537, 65_536];

    /// <summary>Makes a vector of some kind, its length one but for rounding.</summary>
    public float[] Next() => Next(random.Next(Kinds));

    /// <summary>Makes a row: its length may be off by what a stored row's may.</summary>
    public float[] NextRow()
    {
        float[] row = Next();
        float length = random.Next(3) switch { 0 => 1, 1 => 0.9991f, _ => 1.0009f };
        return Array.ConvertAll(row, component => component * length);
    }

    /// <summary>Makes a query for a row: often one that has to do with it.</summary>
    public float[] NextQueryFor(float[] row) => random.Next(5) switch
    {
        0 => Unit(dimensions, i => row[i]),
        1 => Unit(dimensions, i => -row[i]),
        2 => NearlyEqual(row),
        3 => LeftOutOf(row),
        _ => Next(),
    };

    /// <summary>Makes the query that is hardest on a row: the direction of what the row's codes leave out of it.</summary>
    public float[] LeftOutOf(float[] row)
    {
        sbyte[] codes = new sbyte[CodeFormat.Stride(dimensions)];
        CodeScale scale = Int8Code.Write(row, codes);
        return scale.Error > 1e-6
            ? Unit(dimensions, i => row[i] - ((double)scale.Scale * codes[i]))
            : Next();
    }

    /// <summary>Makes a row whose components lie in the middle between two codes, all but the largest.</summary>
    public float[] HalfWay() => Unit(dimensions, i => i == 0 ? 127 : (random.Next(2) * 2 - 1) * (random.Next(8) + 0.5));

    private float[] Next(int kind) => kind switch
    {
        0 => Unit(dimensions, _ => random.NextDouble() - 0.5),
        1 => Unit(dimensions, _ => random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2),
        2 => _centre,
        3 => NearlyEqual(_centre),
        4 => Unit(dimensions, i => _centre[i] + (1e-3 * (random.NextDouble() - 0.5))),
        5 => OneHuge(1e-42),
        6 => OneHuge(1e-6),
        7 => Unit(dimensions, _ => random.Next(10) == 0 ? random.NextDouble() - 0.5 : 1e-40 * random.NextDouble()),
        8 => Unit(dimensions, _ => 1),
        9 => Unit(dimensions, i => i % 2 == 0 ? 1 : -1),
        _ => HalfWay(),
    };

    private float[] OneHuge(double others)
    {
        int huge = random.Next(dimensions);
        return Unit(dimensions, i => i == huge ? 1 : others * random.NextDouble());
    }

    // By a last bit here and there.
    private float[] NearlyEqual(float[] vector) =>
        Array.ConvertAll(vector, component => random.Next(4) == 0 ? MathF.BitIncrement(component) : component);

    private static float[] Unit(int dimensions, Func<int, double> component)
    {
        double[] components = [.. Enumerable.Range(0, dimensions).Select(component)];
        double length = Math.Sqrt(components.Sum(value => value * value));
        if (length < 1e-30)
        {
            components[0] = length = 1;
        }

        return Array.ConvertAll(components, value => (float)(value / length));
    }
}
