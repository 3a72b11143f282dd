using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mem0Sharp;

/// <summary>Sixteen codes a step: one instruction multiplies them and adds neighbours.</summary>
internal readonly struct Avx2Lanes : ICodeLanes<Vector256<int>, Vector256<short>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Width => Vector256<short>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load(ref readonly sbyte row) => Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(in row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<short> row, ref readonly short query) =>
        sum + Avx2.MultiplyAddAdjacent(row, Vector256.LoadUnsafe(in query));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> left, Vector256<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector256<int> sum) => Vector256.Sum(sum);
}
