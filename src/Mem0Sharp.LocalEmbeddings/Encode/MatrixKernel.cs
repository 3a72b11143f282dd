using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Multiplies four rows at a time by a panel of columns: what nearly all time is spent in.</summary>
/// <remarks>
/// <para>A panel is as wide as two vectors, and lies in memory row after row, so that it is read in order. Eight sums stay in registers,
/// which is what keeps two units of four cycles' latency busy. Each sum is made in the order of the depth, whatever the width and
/// however many rows there are: a text has the same vector alone and in a batch, and widths differ by the rounding of the
/// multiply-add alone.</para>
/// <para>Stateless and thread-safe.</para>
/// </remarks>
internal static class MatrixKernel
{
    /// <summary>Rows that are worked on together. Buffers have room for this many less one behind the last row.</summary>
    public const int RowBlock = 4;

    /// <summary>Gets the widest vectors that this processor has.</summary>
    public static VectorWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? VectorWidth.Vector512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Vector128
        : VectorWidth.Scalar;

    /// <summary>Writes input × panels to the output, for whole blocks of rows.</summary>
    /// <param name="width">How wide a panel is.</param>
    /// <param name="rows">Rows to multiply; up to the next multiple of <see cref="RowBlock"/> are read and written.</param>
    /// <param name="depth">Columns of the input, and rows of a panel.</param>
    /// <param name="input">Rows of at least <paramref name="depth"/> values.</param>
    /// <param name="inputStride">From one row of the input to the next.</param>
    /// <param name="panels">One behind another: depth × width values each. Their number is that of the output's columns.</param>
    /// <param name="output">Rows of panels × width values.</param>
    /// <param name="outputStride">From one row of the output to the next.</param>
    public static void Multiply(
        VectorWidth width,
        int rows,
        int depth,
        ReadOnlySpan<float> input,
        int inputStride,
        ReadOnlySpan<float> panels,
        Span<float> output,
        int outputStride)
    {
        int columns = (int)width;
        int panelLength = depth * columns;
        int count = panels.Length / panelLength;
        int blocks = (rows + RowBlock - 1) / RowBlock;
        if (rows == 0 || count == 0)
        {
            return;
        }

        // The kernels do not check bounds: here, once.
        _ = input[(((blocks * RowBlock) - 1) * inputStride) + depth - 1];
        _ = output[(((blocks * RowBlock) - 1) * outputStride) + (count * columns) - 1];
        for (int panel = 0; panel < count; panel++)
        {
            ReadOnlySpan<float> weights = panels.Slice(panel * panelLength, panelLength);
            for (int block = 0; block < blocks; block++)
            {
                ReadOnlySpan<float> from = input[(block * RowBlock * inputStride)..];
                Span<float> to = output[((block * RowBlock * outputStride) + (panel * columns))..];
                switch (width)
                {
                    case VectorWidth.Vector512:
                        Multiply512(depth, in from[0], (nuint)inputStride, in weights[0], ref to[0], (nuint)outputStride);
                        break;
                    case VectorWidth.Vector256:
                        Multiply256(depth, in from[0], (nuint)inputStride, in weights[0], ref to[0], (nuint)outputStride);
                        break;
                    case VectorWidth.Vector128:
                        Multiply128(depth, in from[0], (nuint)inputStride, in weights[0], ref to[0], (nuint)outputStride);
                        break;
                    default:
                        MultiplyPlainly(depth, from, inputStride, weights, to, outputStride);
                        break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply512(
        int depth, ref readonly float input, nuint inputStride, ref readonly float panel, ref float output, nuint outputStride)
    {
        ref float from = ref Unsafe.AsRef(in input);
        ref float weights = ref Unsafe.AsRef(in panel);
        Vector512<float> a0 = Vector512<float>.Zero, a1 = Vector512<float>.Zero, b0 = Vector512<float>.Zero, b1 = Vector512<float>.Zero;
        Vector512<float> c0 = Vector512<float>.Zero, c1 = Vector512<float>.Zero, d0 = Vector512<float>.Zero, d1 = Vector512<float>.Zero;
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> left = Vector512.LoadUnsafe(ref weights);
            Vector512<float> right = Vector512.LoadUnsafe(ref weights, (nuint)Vector512<float>.Count);
            Vector512<float> value = Vector512.Create(from);
            a0 = Vector512.MultiplyAddEstimate(value, left, a0);
            a1 = Vector512.MultiplyAddEstimate(value, right, a1);
            value = Vector512.Create(Unsafe.Add(ref from, inputStride));
            b0 = Vector512.MultiplyAddEstimate(value, left, b0);
            b1 = Vector512.MultiplyAddEstimate(value, right, b1);
            value = Vector512.Create(Unsafe.Add(ref from, 2 * inputStride));
            c0 = Vector512.MultiplyAddEstimate(value, left, c0);
            c1 = Vector512.MultiplyAddEstimate(value, right, c1);
            value = Vector512.Create(Unsafe.Add(ref from, 3 * inputStride));
            d0 = Vector512.MultiplyAddEstimate(value, left, d0);
            d1 = Vector512.MultiplyAddEstimate(value, right, d1);
            from = ref Unsafe.Add(ref from, 1);
            weights = ref Unsafe.Add(ref weights, 2 * Vector512<float>.Count);
        }

        a0.StoreUnsafe(ref output);
        a1.StoreUnsafe(ref output, (nuint)Vector512<float>.Count);
        b0.StoreUnsafe(ref output, outputStride);
        b1.StoreUnsafe(ref output, outputStride + (nuint)Vector512<float>.Count);
        c0.StoreUnsafe(ref output, 2 * outputStride);
        c1.StoreUnsafe(ref output, (2 * outputStride) + (nuint)Vector512<float>.Count);
        d0.StoreUnsafe(ref output, 3 * outputStride);
        d1.StoreUnsafe(ref output, (3 * outputStride) + (nuint)Vector512<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply256(
        int depth, ref readonly float input, nuint inputStride, ref readonly float panel, ref float output, nuint outputStride)
    {
        ref float from = ref Unsafe.AsRef(in input);
        ref float weights = ref Unsafe.AsRef(in panel);
        Vector256<float> a0 = Vector256<float>.Zero, a1 = Vector256<float>.Zero, b0 = Vector256<float>.Zero, b1 = Vector256<float>.Zero;
        Vector256<float> c0 = Vector256<float>.Zero, c1 = Vector256<float>.Zero, d0 = Vector256<float>.Zero, d1 = Vector256<float>.Zero;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> left = Vector256.LoadUnsafe(ref weights);
            Vector256<float> right = Vector256.LoadUnsafe(ref weights, (nuint)Vector256<float>.Count);
            Vector256<float> value = Vector256.Create(from);
            a0 = Vector256.MultiplyAddEstimate(value, left, a0);
            a1 = Vector256.MultiplyAddEstimate(value, right, a1);
            value = Vector256.Create(Unsafe.Add(ref from, inputStride));
            b0 = Vector256.MultiplyAddEstimate(value, left, b0);
            b1 = Vector256.MultiplyAddEstimate(value, right, b1);
            value = Vector256.Create(Unsafe.Add(ref from, 2 * inputStride));
            c0 = Vector256.MultiplyAddEstimate(value, left, c0);
            c1 = Vector256.MultiplyAddEstimate(value, right, c1);
            value = Vector256.Create(Unsafe.Add(ref from, 3 * inputStride));
            d0 = Vector256.MultiplyAddEstimate(value, left, d0);
            d1 = Vector256.MultiplyAddEstimate(value, right, d1);
            from = ref Unsafe.Add(ref from, 1);
            weights = ref Unsafe.Add(ref weights, 2 * Vector256<float>.Count);
        }

        a0.StoreUnsafe(ref output);
        a1.StoreUnsafe(ref output, (nuint)Vector256<float>.Count);
        b0.StoreUnsafe(ref output, outputStride);
        b1.StoreUnsafe(ref output, outputStride + (nuint)Vector256<float>.Count);
        c0.StoreUnsafe(ref output, 2 * outputStride);
        c1.StoreUnsafe(ref output, (2 * outputStride) + (nuint)Vector256<float>.Count);
        d0.StoreUnsafe(ref output, 3 * outputStride);
        d1.StoreUnsafe(ref output, (3 * outputStride) + (nuint)Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply128(
        int depth, ref readonly float input, nuint inputStride, ref readonly float panel, ref float output, nuint outputStride)
    {
        ref float from = ref Unsafe.AsRef(in input);
        ref float weights = ref Unsafe.AsRef(in panel);
        Vector128<float> a0 = Vector128<float>.Zero, a1 = Vector128<float>.Zero, b0 = Vector128<float>.Zero, b1 = Vector128<float>.Zero;
        Vector128<float> c0 = Vector128<float>.Zero, c1 = Vector128<float>.Zero, d0 = Vector128<float>.Zero, d1 = Vector128<float>.Zero;
        for (int k = 0; k < depth; k++)
        {
            Vector128<float> left = Vector128.LoadUnsafe(ref weights);
            Vector128<float> right = Vector128.LoadUnsafe(ref weights, (nuint)Vector128<float>.Count);
            Vector128<float> value = Vector128.Create(from);
            a0 = Vector128.MultiplyAddEstimate(value, left, a0);
            a1 = Vector128.MultiplyAddEstimate(value, right, a1);
            value = Vector128.Create(Unsafe.Add(ref from, inputStride));
            b0 = Vector128.MultiplyAddEstimate(value, left, b0);
            b1 = Vector128.MultiplyAddEstimate(value, right, b1);
            value = Vector128.Create(Unsafe.Add(ref from, 2 * inputStride));
            c0 = Vector128.MultiplyAddEstimate(value, left, c0);
            c1 = Vector128.MultiplyAddEstimate(value, right, c1);
            value = Vector128.Create(Unsafe.Add(ref from, 3 * inputStride));
            d0 = Vector128.MultiplyAddEstimate(value, left, d0);
            d1 = Vector128.MultiplyAddEstimate(value, right, d1);
            from = ref Unsafe.Add(ref from, 1);
            weights = ref Unsafe.Add(ref weights, 2 * Vector128<float>.Count);
        }

        a0.StoreUnsafe(ref output);
        a1.StoreUnsafe(ref output, (nuint)Vector128<float>.Count);
        b0.StoreUnsafe(ref output, outputStride);
        b1.StoreUnsafe(ref output, outputStride + (nuint)Vector128<float>.Count);
        c0.StoreUnsafe(ref output, 2 * outputStride);
        c1.StoreUnsafe(ref output, (2 * outputStride) + (nuint)Vector128<float>.Count);
        d0.StoreUnsafe(ref output, 3 * outputStride);
        d1.StoreUnsafe(ref output, (3 * outputStride) + (nuint)Vector128<float>.Count);
    }

    private static void MultiplyPlainly(
        int depth, ReadOnlySpan<float> input, int inputStride, ReadOnlySpan<float> panel, Span<float> output, int outputStride)
    {
        const int Columns = (int)VectorWidth.Scalar;
        for (int row = 0; row < RowBlock; row++)
        {
            ReadOnlySpan<float> from = input.Slice(row * inputStride, depth);
            (float sum0, float sum1, float sum2, float sum3) = (0, 0, 0, 0);
            for (int k = 0; k < from.Length; k++)
            {
                float value = from[k];
                ReadOnlySpan<float> weights = panel.Slice(k * Columns, Columns);
                sum0 += value * weights[0];
                sum1 += value * weights[1];
                sum2 += value * weights[2];
                sum3 += value * weights[3];
            }

            Span<float> to = output.Slice(row * outputStride, Columns);
            (to[0], to[1], to[2], to[3]) = (sum0, sum1, sum2, sum3);
        }
    }
}
