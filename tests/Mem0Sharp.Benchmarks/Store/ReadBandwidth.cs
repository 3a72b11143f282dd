using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp.Benchmarks;

/// <summary>The most that one thread reads from memory: it adds up a buffer and does nothing else.</summary>
internal static class ReadBandwidth
{
    private const int AtOnce = 32;

    /// <summary>Adds up all components but a remainder of less than <see cref="AtOnce"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Sum(ReadOnlySpan<float> buffer)
    {
        ref float first = ref MemoryMarshal.GetReference(buffer);
        Vector256<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i <= buffer.Length - AtOnce; i += AtOnce)
        {
            a += Vector256.LoadUnsafe(ref first, (nuint)i);
            b += Vector256.LoadUnsafe(ref first, (nuint)i + 8);
            c += Vector256.LoadUnsafe(ref first, (nuint)i + 16);
            d += Vector256.LoadUnsafe(ref first, (nuint)i + 24);
        }

        return Vector256.Sum(a + b + (c + d));
    }
}
