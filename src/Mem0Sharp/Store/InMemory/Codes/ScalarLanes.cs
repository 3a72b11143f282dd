using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>One code a step: without vectors.</summary>
internal readonly struct ScalarLanes : ICodeLanes<int, int>
{
    public static bool IsSupported => true;

    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(ref readonly sbyte row) => row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MultiplyAdd(int sum, int row, ref readonly short query) => sum + (row * query);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int left, int right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(int sum) => sum;
}
