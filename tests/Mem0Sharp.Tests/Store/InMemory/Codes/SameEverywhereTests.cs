using System.Runtime.Intrinsics;

namespace Mem0Sharp.Tests.Store.InMemory.Codes;

/// <summary>Results that are written down here, so that all processors and settings on which the tests run are held to the same bits.</summary>
public sealed class SameEverywhereTests
{
    /// <summary>The runtime's switch for all instructions beyond the plainest.</summary>
    internal const string IntrinsicsVariable = "DOTNET_EnableHWIntrinsic";

    private const ulong FirstHash = 14_695_981_039_346_656_037;

    [Fact]
    public void Vectors_WithIntrinsicsSwitchedOff_AreNotAccelerated()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(IntrinsicsVariable) is "0", "Intrinsics are on.");

        Vector128.IsHardwareAccelerated.Should().BeFalse();
    }

    [Fact]
    public void Of_FixedVectors_HasTheseBits()
    {
        ulong hash = FirstHash;
        foreach (int dimensions in HostileVectors.Sizes)
        {
            hash = Hash(hash, BitConverter.SingleToUInt32Bits(ExactDot.Of(Fixed(dimensions, 1), Fixed(dimensions, 2))));
        }

        hash.Should().Be(13918423504262618024UL);
    }

    [Fact]
    public void Write_OfFixedVectors_GivesTheseCodesAndProducts()
    {
        ulong hash = FirstHash;
        foreach (int dimensions in HostileVectors.Sizes)
        {
            short[] query = new short[CodeFormat.Stride(dimensions)];
            sbyte[] codes = new sbyte[query.Length];
            CodedQuery.Write(Fixed(dimensions, 3), query);
            float scale = Int8Code.Write(Fixed(dimensions, 4), codes).Scale;
            hash = Hash(hash, BitConverter.SingleToUInt32Bits(scale));
            hash = Hash(hash, (uint)CodeScan.Dot(in codes[0], codes.Length, query));
        }

        hash.Should().Be(9360052322205007802UL);
    }

    // Whole numbers scaled by a power of two, about of length one: nothing here is rounded.
    private static float[] Fixed(int dimensions, ulong seed)
    {
        float[] vector = new float[dimensions];
        float unit = MathF.ScaleB(1, -23 - (int.Log2(dimensions) / 2));
        for (int i = 0; i < dimensions; i++)
        {
            seed = (seed * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
            vector[i] = ((int)(seed >> 40) - (1 << 23)) * unit;
        }

        return vector;
    }

    private static ulong Hash(ulong hash, uint value) => (hash ^ value) * 1_099_511_628_211;
}
