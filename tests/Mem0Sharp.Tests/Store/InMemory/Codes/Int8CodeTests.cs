namespace Mem0Sharp.Tests.Store.InMemory.Codes;

public sealed class Int8CodeTests
{
    private const int Seed = 81;

    public static TheoryData<int> Dimensions => HostileVectors.Dimensions;

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Write_OfAnyRow_MeasuresWhatTheCodesLeaveOut(int dimensions)
    {
        HostileVectors vectors = new(new Random(Seed), dimensions);
        List<string> wrong = [];
        for (int round = 0; round < (dimensions > 10_000 ? 10 : 200); round++)
        {
            float[] row = vectors.NextRow();
            sbyte[] codes = new sbyte[CodeFormat.Stride(dimensions)];
            CodeScale scale = Int8Code.Write(row, codes);
            double leftOut = LeftOut(row, codes, scale.Scale);
            if (!(scale.Error >= leftOut && scale.Error <= leftOut * 1.000001))
            {
                wrong.Add($"round {round}: {scale.Error:R} for {leftOut:R}");
            }
        }

        wrong.Should().BeEmpty("of seed {0}", Seed);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Write_OfAnyRow_RoundsToTheNearestCode(int dimensions)
    {
        HostileVectors vectors = new(new Random(Seed), dimensions);
        List<string> wrong = [];
        for (int round = 0; round < (dimensions > 10_000 ? 10 : 200); round++)
        {
            float[] row = vectors.NextRow();
            sbyte[] codes = new sbyte[CodeFormat.Stride(dimensions)];
            float scale = Int8Code.Write(row, codes).Scale;
            wrong.AddRange(Enumerable.Range(0, dimensions)
                .Where(i => Math.Abs(((double)row[i] / scale) - codes[i]) > 0.50001)
                .Select(i => $"round {round}, component {i}: {codes[i]} for {row[i] / scale:R}"));
        }

        wrong.Should().BeEmpty("of seed {0}", Seed);
    }

    [Fact]
    public void Write_OfARow_UsesCodesFromMinus127To127()
    {
        float[] row = new float[40];
        row[0] = -0.8f;
        row[39] = 0.6f;
        sbyte[] codes = new sbyte[64];

        Int8Code.Write(row, codes);

        codes[0].Should().Be(-127);
        codes[39].Should().Be(95);
    }

    [Fact]
    public void Write_IntoUsedMemory_LeavesZerosBehindTheRow()
    {
        sbyte[] codes = new sbyte[64];
        codes.AsSpan().Fill(99);

        Int8Code.Write(new HostileVectors(new Random(Seed), 33).Next(), codes);

        codes[33..].Should().OnlyContain(code => code == 0);
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1e-44f, 6e-44f)]
    public void Write_OfARowOfNothingOrNearlyNothing_CodesItAsZeros(float component, float mostError)
    {
        float[] row = new float[36];
        row.AsSpan().Fill(component);
        sbyte[] codes = new sbyte[64];
        codes.AsSpan().Fill(99);

        CodeScale scale = Int8Code.Write(row, codes);

        codes.Should().OnlyContain(code => code == 0);
        scale.Scale.Should().Be(0);
        scale.Error.Should().BeInRange(6 * component, Math.Max(6 * component, mostError * 2));
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 64)]
    [InlineData(384, 384)]
    [InlineData(65_536, 65_536)]
    public void Stride_OfDimensions_IsTheNextMultipleOf32(int dimensions, int stride) => CodeFormat.Stride(dimensions).Should().Be(stride);

    private static double LeftOut(float[] row, sbyte[] codes, float scale) =>
        Math.Sqrt(row.Select((component, i) => component - ((double)scale * codes[i])).Sum(rest => rest * rest));
}
