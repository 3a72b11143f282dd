using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>What the codes of a query stand for, and how far from its true score a row may be whose codes were multiplied with them.</summary>
/// <remarks>
/// <para>
/// Rows and queries are sums of what their codes say and what they leave out: x = X + x', q = Q + q'. Then x·q = X·Q + x'·Q + x·q', and
/// by Cauchy and Schwarz |x·q − X·Q| ≤ ‖x'‖‖Q‖ + ‖x‖‖q'‖. ‖Q‖ and ‖q'‖ are measured here, ‖x'‖ is stored with the row (its error), and ‖x‖
/// is at most <see cref="LongestRow"/>.
/// </para>
/// <para>
/// What is added for floating point, with u = 2⁻²⁴: <see cref="ExactDot"/> is off by at most γ‖x‖‖q‖, γ = nu/(1 − nu) for its n roundings in
/// a row, and by half of the least float for each product that underflows. X·Q is computed with three roundings and added with a fourth,
/// where |X·Q| ≤ (‖x‖ + ‖x'‖)‖Q‖; less than 5u of that. The part of it that grows with ‖x'‖ and the roundings of the bound itself are within
/// the factor 1 + 16u on both of its terms.
/// </para>
/// </remarks>
internal readonly struct CodedQuery
{
    /// <summary>The length that no row exceeds. Rows are of length one, rounded.</summary>
    public const double LongestRow = 1.001;

    private const double Rounding = 1.0 / (1 << 24);
    private const double Inflation = 1 + (16 * Rounding);

    /// <summary>The codes' absolute values have at most this sum. Times 127, the largest code of a row, that is the largest sum that an int holds.</summary>
    private const int MostInAll = int.MaxValue / Int8Code.Largest;

    private CodedQuery(float scale, float error, float length, float slack)
    {
        Scale = scale;
        Error = error;
        Length = length;
        Slack = slack;
    }

    /// <summary>Gets the distance of two neighbouring codes.</summary>
    public float Scale { get; }

    /// <summary>Gets the Euclidean length of what the codes leave out of the query, or a little more.</summary>
    public float Error { get; }

    /// <summary>Gets what a row's error is multiplied with: the length of what the codes stand for, or a little more.</summary>
    public float Length { get; }

    /// <summary>Gets how far off a row without an error may be.</summary>
    public float Slack { get; }

    /// <summary>Writes the codes of a query: as fine as possible, and so that its product with no row's codes overflows.</summary>
    /// <param name="unit">The query, of length one.</param>
    /// <param name="codes">As many as <see cref="CodeFormat.Stride"/> says. Those beyond the dimensions become 0.</param>
    public static CodedQuery Write(ReadOnlySpan<float> unit, Span<short> codes)
    {
        codes[unit.Length..].Clear();
        codes = codes[..unit.Length];
        (float largest, double absolutes, double squares) = Measure(unit);

        // Each code may be half above what it was rounded from, and one is for the rounding of the sum.
        double room = MostInAll - 1 - (unit.Length / 2.0);
        float scale = RoundUp.ToFloat(Math.Max((double)largest / short.MaxValue, absolutes / room));
        (double leftOut, double codeSquares) = Round(unit, codes, scale, scale > 0 ? 1 / (double)scale : 0);
        float error = RoundUp.Length(leftOut);
        double length = scale * Math.Sqrt(codeSquares);
        double roundings = ExactDot.Roundings(unit.Length) * Rounding;
        double slack = (LongestRow * (error + (roundings / (1 - roundings) * Math.Sqrt(squares)) + (5 * Rounding * length)))
            + (unit.Length * (double)float.Epsilon);
        return new CodedQuery(scale, error, RoundUp.ToFloat(length * Inflation), RoundUp.ToFloat(slack * Inflation));
    }

    /// <summary>Returns a score that the row's does not exceed.</summary>
    /// <param name="dot">The product of the row's codes with the query's.</param>
    /// <param name="rowScale">The row's <see cref="CodeScale.Scale"/>.</param>
    /// <param name="rowError">The row's <see cref="CodeScale.Error"/>.</param>
    /// <remarks>At least −1: where rounding takes a product beyond, the score is −1.</remarks>
    public float Upper(int dot, float rowScale, float rowError) =>
        MathF.Max(-1f, (dot * Scale * rowScale) + ((rowError * Length) + Slack));

    /// <summary>Returns a score that the row's does not fall below. The parameters are those of <see cref="Upper"/>.</summary>
    public float Lower(int dot, float rowScale, float rowError) =>
        MathF.Min(1f, (dot * Scale * rowScale) - ((rowError * Length) + Slack));

    /// <summary>Gets the largest absolute value of the components, and the sums of these values and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Largest, double Absolutes, double Squares) Measure(ReadOnlySpan<float> unit)
    {
        ref float from = ref MemoryMarshal.GetReference(unit);
        Vector256<float> most = Vector256<float>.Zero;
        Vector256<double> absolutes = Vector256<double>.Zero;
        Vector256<double> squares = Vector256<double>.Zero;
        int i = 0;
        for (; i <= unit.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> absolute = Vector256.Abs(Vector256.LoadUnsafe(ref from, (nuint)i));
            most = Vector256.Max(most, absolute);
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(absolute);
            absolutes += lower + upper;
            squares += (lower * lower) + (upper * upper);
        }

        float largest = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            largest = MathF.Max(largest, most[lane]);
        }

        (double absoluteSum, double squareSum) = (Vector256.Sum(absolutes), Vector256.Sum(squares));
        for (; i < unit.Length; i++)
        {
            double absolute = Math.Abs(unit[i]);
            largest = MathF.Max(largest, (float)absolute);
            absoluteSum += absolute;
            squareSum += absolute * absolute;
        }

        return (largest, absoluteSum, squareSum);
    }

    /// <summary>Writes the codes, and returns the sums of the squares of what they leave out and of their own.</summary>
    /// <remarks>In double precision, where the product of a scale and a code is exact, and so is the sum of the codes' squares.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double LeftOut, double Squares) Round(ReadOnlySpan<float> unit, Span<short> codes, float scale, double inverse)
    {
        ref float from = ref MemoryMarshal.GetReference(unit);
        ref short to = ref MemoryMarshal.GetReference(codes);
        Vector256<double> scales = Vector256.Create((double)scale);
        Vector256<double> leftOut = Vector256<double>.Zero;
        Vector256<double> squares = Vector256<double>.Zero;
        int i = 0;
        for (; i <= unit.Length - Vector256<short>.Count; i += Vector256<short>.Count)
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
            (Vector256<double> c, Vector256<double> d) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i + 8));
            Vector256<double> codeA = Vector256.Round(a * inverse);
            Vector256<double> codeB = Vector256.Round(b * inverse);
            Vector256<double> codeC = Vector256.Round(c * inverse);
            Vector256<double> codeD = Vector256.Round(d * inverse);
            a -= codeA * scales;
            b -= codeB * scales;
            c -= codeC * scales;
            d -= codeD * scales;
            leftOut += (a * a) + (b * b) + ((c * c) + (d * d));
            squares += (codeA * codeA) + (codeB * codeB) + ((codeC * codeC) + (codeD * codeD));
            Vector256.Narrow(
                Vector256.ConvertToInt32(Vector256.Narrow(codeA, codeB)),
                Vector256.ConvertToInt32(Vector256.Narrow(codeC, codeD))).StoreUnsafe(ref to, (nuint)i);
        }

        (double leftOutSum, double squareSum) = (Vector256.Sum(leftOut), Vector256.Sum(squares));
        for (; i < unit.Length; i++)
        {
            double code = Math.Round(unit[i] * inverse);
            double rest = unit[i] - (code * scale);
            leftOutSum += rest * rest;
            squareSum += code * code;
            codes[i] = (short)code;
        }

        return (leftOutSum, squareSum);
    }
}
