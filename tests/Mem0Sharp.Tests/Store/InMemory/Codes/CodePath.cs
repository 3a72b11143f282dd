using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp.Tests.Store.InMemory.Codes;

/// <summary>The kernels on one kind of instructions, whichever the library would choose here.</summary>
internal sealed record CodePath(bool IsSupported, CodePath.OneQuery One, CodePath.SeveralQueries Several)
{
    private static readonly Dictionary<string, CodePath> All = new(StringComparer.Ordinal)
    {
        ["avx512"] = new(
            Avx512Lanes.IsSupported,
            CodeKernel<Avx512Lanes, Vector512<int>, Vector512<short>>.One,
            CodeKernel<Avx512Lanes, Vector512<int>, Vector512<short>>.Several),
        ["vnni"] = new(VnniKernel.IsSupported, VnniOne, ChosenSeveral),
        ["avx2"] = new(
            Avx2Lanes.IsSupported,
            CodeKernel<Avx2Lanes, Vector256<int>, Vector256<short>>.One,
            CodeKernel<Avx2Lanes, Vector256<int>, Vector256<short>>.Several),
        ["advsimd"] = new(
            AdvSimdLanes.IsSupported,
            CodeKernel<AdvSimdLanes, Vector128<int>, Vector128<short>>.One,
            CodeKernel<AdvSimdLanes, Vector128<int>, Vector128<short>>.Several),

        // Its operations are there without the instructions too, only slow.
        ["vector128"] = new(
            true,
            CodeKernel<Vector128Lanes, Vector128<int>, Vector128<short>>.One,
            CodeKernel<Vector128Lanes, Vector128<int>, Vector128<short>>.Several),
        ["scalar"] = new(ScalarLanes.IsSupported, CodeKernel<ScalarLanes, int, int>.One, CodeKernel<ScalarLanes, int, int>.Several),
        ["chosen"] = new(true, ChosenOne, ChosenSeveral),
    };

    internal delegate void OneQuery(ref sbyte first, int rows, int stride, ref short query, ref int dots);

    internal delegate void SeveralQueries(ref sbyte first, int rows, int stride, ref short queries, int count, ref int dots);

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Finds the kernels, or skips the test where the processor lacks the instructions.</summary>
    public static CodePath Named(string name)
    {
        CodePath path = All[name];
        Assert.SkipUnless(path.IsSupported, $"The processor has no {name}, or it is switched off.");
        return path;
    }

    // Of few rows too, which the library would leave to others.
    private static void VnniOne(ref sbyte first, int rows, int stride, ref short query, ref int dots)
    {
        if (stride <= VnniKernel.MostCodes)
        {
            VnniKernel.One(ref first, rows, stride, ref query, ref dots);
        }
        else
        {
            ChosenOne(ref first, rows, stride, ref query, ref dots);
        }
    }

    private static void ChosenOne(ref sbyte first, int rows, int stride, ref short query, ref int dots) => CodeScan.Dots(
        in first, rows, stride, MemoryMarshal.CreateReadOnlySpan(ref query, stride),
        MemoryMarshal.CreateSpan(ref dots, rows));

    private static void ChosenSeveral(ref sbyte first, int rows, int stride, ref short queries, int count, ref int dots) => CodeScan.Dots(
        in first, rows, stride, MemoryMarshal.CreateReadOnlySpan(ref queries, stride * count), count,
        MemoryMarshal.CreateSpan(ref dots, rows * count));
}
