using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Mem0Sharp;

/// <summary>Eight codes a step, on Arm64: two instructions multiply four each and add them.</summary>
internal readonly struct AdvSimdLanes : ICodeLanes<Vector128<int>, Vector128<short>>
{
    public static bool IsSupported => AdvSimd.IsSupported;

    public static int Width => Vector128<short>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load(ref readonly sbyte row) => AdvSimd.SignExtendWideningLower(Vector64.LoadUnsafe(in row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector128<short> row, ref readonly short query)
    {
        Vector128<short> codes = Vector128.LoadUnsafe(in query);
        return AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningLowerAndAdd(sum, row.GetLower(), codes.GetLower()), row, codes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector128<int> sum) => Vector128.Sum(sum);
}
