using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>Eight codes a step on any processor that has vectors of 128 bits: both sides are widened to 32 bits first.</summary>
internal readonly struct Vector128Lanes : ICodeLanes<Vector128<int>, Vector128<short>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Width => Vector128<short>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load(ref readonly sbyte row) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.AsRef(in row)))).AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector128<short> row, ref readonly short query)
    {
        Vector128<short> codes = Vector128.LoadUnsafe(in query);
        return sum
            + (Vector128.WidenLower(row) * Vector128.WidenLower(codes))
            + (Vector128.WidenUpper(row) * Vector128.WidenUpper(codes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector128<int> sum) => Vector128.Sum(sum);
}
