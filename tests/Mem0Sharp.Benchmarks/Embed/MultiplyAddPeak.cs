using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp.Benchmarks;

/// <summary>The most multiply-adds that one core makes: a loop of them on registers, on the widest vectors there are.</summary>
/// <remarks>Twelve sums that do not wait for one another: two units of four cycles' latency need eight, and sixteen registers hold twelve.</remarks>
internal static class MultiplyAddPeak
{
    private const int Rounds = 200_000;
    private const int Sums = 12;

    /// <summary>Gets how many bits the vectors have.</summary>
    public static int Bits { get; } = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Runs the loop once, a small part of a second.</summary>
    /// <returns>10⁹ floating-point operations a second, two for each multiply-add.</returns>
    public static double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        float sum = Bits switch
        {
            512 => Run512(Rounds),
            256 => Run256(Rounds),
            _ => Run128(Rounds),
        };
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return sum > 0
            ? 2.0 * Rounds * Sums * (Bits / (8 * sizeof(float))) / seconds / 1e9
            : throw new InvalidOperationException("The loop computed nothing.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int rounds)
    {
        Vector512<float> half = Vector512.Create(0.5f);
        Vector512<float> a = half, b = half, c = half, d = half;
        Vector512<float> e = half, f = half, g = half, h = half;
        Vector512<float> i = half, j = half, k = half, l = half;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector512.MultiplyAddEstimate(a, half, half);
            b = Vector512.MultiplyAddEstimate(b, half, half);
            c = Vector512.MultiplyAddEstimate(c, half, half);
            d = Vector512.MultiplyAddEstimate(d, half, half);
            e = Vector512.MultiplyAddEstimate(e, half, half);
            f = Vector512.MultiplyAddEstimate(f, half, half);
            g = Vector512.MultiplyAddEstimate(g, half, half);
            h = Vector512.MultiplyAddEstimate(h, half, half);
            i = Vector512.MultiplyAddEstimate(i, half, half);
            j = Vector512.MultiplyAddEstimate(j, half, half);
            k = Vector512.MultiplyAddEstimate(k, half, half);
            l = Vector512.MultiplyAddEstimate(l, half, half);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int rounds)
    {
        Vector256<float> half = Vector256.Create(0.5f);
        Vector256<float> a = half, b = half, c = half, d = half;
        Vector256<float> e = half, f = half, g = half, h = half;
        Vector256<float> i = half, j = half, k = half, l = half;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector256.MultiplyAddEstimate(a, half, half);
            b = Vector256.MultiplyAddEstimate(b, half, half);
            c = Vector256.MultiplyAddEstimate(c, half, half);
            d = Vector256.MultiplyAddEstimate(d, half, half);
            e = Vector256.MultiplyAddEstimate(e, half, half);
            f = Vector256.MultiplyAddEstimate(f, half, half);
            g = Vector256.MultiplyAddEstimate(g, half, half);
            h = Vector256.MultiplyAddEstimate(h, half, half);
            i = Vector256.MultiplyAddEstimate(i, half, half);
            j = Vector256.MultiplyAddEstimate(j, half, half);
            k = Vector256.MultiplyAddEstimate(k, half, half);
            l = Vector256.MultiplyAddEstimate(l, half, half);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run128(int rounds)
    {
        Vector128<float> half = Vector128.Create(0.5f);
        Vector128<float> a = half, b = half, c = half, d = half;
        Vector128<float> e = half, f = half, g = half, h = half;
        Vector128<float> i = half, j = half, k = half, l = half;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector128.MultiplyAddEstimate(a, half, half);
            b = Vector128.MultiplyAddEstimate(b, half, half);
            c = Vector128.MultiplyAddEstimate(c, half, half);
            d = Vector128.MultiplyAddEstimate(d, half, half);
            e = Vector128.MultiplyAddEstimate(e, half, half);
            f = Vector128.MultiplyAddEstimate(f, half, half);
            g = Vector128.MultiplyAddEstimate(g, half, half);
            h = Vector128.MultiplyAddEstimate(h, half, half);
            i = Vector128.MultiplyAddEstimate(i, half, half);
            j = Vector128.MultiplyAddEstimate(j, half, half);
            k = Vector128.MultiplyAddEstimate(k, half, half);
            l = Vector128.MultiplyAddEstimate(l, half, half);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
