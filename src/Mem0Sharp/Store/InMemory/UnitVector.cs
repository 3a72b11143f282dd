using System.Numerics.Tensors;
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
    public static double Length(ReadOnlySpan<float> vector, string parameter)
    {
        // Double, one component after the other: no float overflows when squared, and the sum does not depend on the width of
        // the processor's registers. One component that is not finite makes the whole sum so.
        double sum = 0;
        foreach (float component in vector)
        {
            sum += (double)component * component;
        }

        return double.IsFinite(sum) && sum > 0
            ? Math.Sqrt(sum)
            : throw new MemoryValidationException(
                parameter,
                sum == 0 ? "The vector has zero length: it points nowhere." : "The vector has a component that is not finite.",
                "Give the embedding of a text, as the generator returned it.");
    }

    /// <summary>Writes the vector, divided by its length, into a buffer of the same size.</summary>
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
}
