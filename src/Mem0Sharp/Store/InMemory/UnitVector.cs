using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>Turns vectors of any length into vectors of length one, so that a dot product is a cosine.</summary>
internal static class UnitVector
{
    /// <summary>How far rounding may take a length from one: a changed exponent or high bit takes it further.</summary>
    private const float Tolerance = 1e-4f;

    /// <summary>Tells whether a vector has length one, as all that are stored have.</summary>
    public static bool IsUnit(ReadOnlySpan<float> vector) => Math.Abs(TensorPrimitives.Norm(vector) - 1) < Tolerance;

    /// <summary>Measures a vector, or says why it has no direction.</summary>
    /// <returns>Its Euclidean length, more than 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Length(ReadOnlySpan<float> vector, string parameter)
    {
        // Double, one component after the other: no float overflows when squared, and the sum does not depend on the width of
        // the processor's registers. One component that is not finite makes the whole sum so.
        double sum = 0;
        foreach (float component in vector)
        {
            sum += (double)component * component;
        }

        return LengthOf(sum, parameter);
    }

    /// <summary>Gets a length of its square, or says why there is none.</summary>
    public static double LengthOf(double sum, string parameter) =>
        double.IsFinite(sum) && sum > 0
            ? Math.Sqrt(sum)
            : throw new MemoryValidationException(
                parameter,
                sum == 0 ? "The vector has zero length: it points nowhere." : "The vector has a component that is not finite.",
                "Give the embedding of a text, as the generator returned it.");

    /// <summary>Measures four vectors of one length at once, each as <see cref="Length"/> does: a sum waits for its last addend, four sums do not wait for each other.</summary>
    /// <returns>The squares of their lengths: 0 or not finite where there is no direction.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double A, double B, double C, double D) Squares(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
    {
        ref float fromA = ref MemoryMarshal.GetReference(a);
        ref float fromB = ref MemoryMarshal.GetReference(b[..a.Length]);
        ref float fromC = ref MemoryMarshal.GetReference(c[..a.Length]);
        ref float fromD = ref MemoryMarshal.GetReference(d[..a.Length]);
        (double sumA, double sumB, double sumC, double sumD) = (0, 0, 0, 0);
        int i = 0;
        for (; i <= a.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            sumA = Add(sumA, Vector128.LoadUnsafe(ref fromA, (nuint)i));
            sumB = Add(sumB, Vector128.LoadUnsafe(ref fromB, (nuint)i));
            sumC = Add(sumC, Vector128.LoadUnsafe(ref fromC, (nuint)i));
            sumD = Add(sumD, Vector128.LoadUnsafe(ref fromD, (nuint)i));
        }

        for (; i < a.Length; i++)
        {
            sumA += (double)a[i] * a[i];
            sumB += (double)b[i] * b[i];
            sumC += (double)c[i] * c[i];
            sumD += (double)d[i] * d[i];
        }

        return (sumA, sumB, sumC, sumD);
    }

    /// <summary>Writes the vector, divided by its length, into a buffer of the same size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<float> vector, double length, Span<float> unit)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // Each quotient is rounded by itself, so that the bits are those of one after the other.
            Vector256<double> divisor = Vector256.Create(length);
            ref float from = ref MemoryMarshal.GetReference(vector);
            ref float to = ref MemoryMarshal.GetReference(unit[..vector.Length]);
            for (; i <= vector.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
                Vector256.Narrow(lower / divisor, upper / divisor).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < vector.Length; i++)
        {
            unit[i] = Component(vector[i], length);
        }
    }

    /// <summary>Gets a component of a vector that is divided by its length.</summary>
    public static float Component(float component, double length) => (float)(component / length);

    // One after the other: the bits are those of a loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Add(double sum, Vector128<float> components)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(components);
        lower *= lower;
        upper *= upper;
        sum += lower.ToScalar();
        sum += lower.GetElement(1);
        sum += upper.ToScalar();
        return sum + upper.GetElement(1);
    }
}
