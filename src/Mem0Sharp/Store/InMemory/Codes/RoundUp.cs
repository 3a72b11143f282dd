namespace Mem0Sharp;

/// <summary>Makes floats of bounds, never below them.</summary>
internal static class RoundUp
{
    /// <summary>More than rounding can take from a length that was summed up in double precision: 2⁻⁵³ for each of 65,536 components is 7e-12.</summary>
    private const double Margin = 1 + 1e-9;

    /// <summary>Returns the least float that is not below the value.</summary>
    public static float ToFloat(double value)
    {
        float near = (float)value;
        return near < value ? MathF.BitIncrement(near) : near;
    }

    /// <summary>Returns a float that is not below the square root of the sum whose rounded value is given.</summary>
    public static float Length(double sumOfSquares) => ToFloat(Math.Sqrt(sumOfSquares) * Margin);
}
