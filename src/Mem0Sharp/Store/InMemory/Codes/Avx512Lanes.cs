using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mem0Sharp;

/// <summary>As <see cref="Avx2Lanes"/>, thirty-two codes a step.</summary>
internal readonly struct Avx512Lanes : ICodeLanes<Vector512<int>, Vector512<short>>
{
    // Not where the instructions are there, and make the processor slower: then the runtime prefers 256 bits.
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    public static int Width => Vector512<short>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Load(ref readonly sbyte row) => Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(in row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sum, Vector512<short> row, ref readonly short query) =>
        sum + Avx512BW.MultiplyAddAdjacent(row, Vector512.LoadUnsafe(in query));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> left, Vector512<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector512<int> sum) => Vector512.Sum(sum);
}
