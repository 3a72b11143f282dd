using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Mem0Sharp.LocalEmbeddings.Tests;

/// <summary>The first values of a few vectors: on every processor, with and without vector instructions.</summary>
public sealed class GoldenVectorTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-5f;
    private const string ScalarVariable = "DOTNET_EnableHWIntrinsic";

    public static TheoryData<string, float[]> Golden { get; } = new()
    {
        { "Alice moved to Berlin", [-0.055982f, -0.015081f, -0.039268f, -0.052890f, -0.056509f, 0.056892f, 0.023812f, -0.051286f] },
        { "Where does she live?", [-0.054590f, 0.050980f, -0.016821f, 0.057232f, 0.016247f, 0.057420f, 0.055685f, 0.055587f] },
        { "Café Zoë, ﬁne: 3 ½ €? 字 🙂", [-0.009946f, 0.052946f, -0.047228f, -0.020380f, -0.055321f, 0.030374f, -0.013415f, -0.062102f] },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task Vector_OfAText_IsWhatItWas(string text, float[] expected)
    {
        using LocalEmbeddingGenerator generator = new();

        float[] vector = (await generator.GenerateAsync([text], cancellationToken: Token))[0].Vector.ToArray();

        output.WriteLine(string.Join(", ", vector[..8].Select(value => value.ToString("0.000000", CultureInfo.InvariantCulture) + "f")));
        vector.Should().HaveCount(LocalEmbeddingGenerator.Dimensions);
        for (int i = 0; i < expected.Length; i++)
        {
            vector[i].Should().BeApproximately(expected[i], Tolerance);
        }
    }

    [Fact]
    public async Task Vector_OfAQuestion_IsNearestToTheAnswerThatSharesNoWord()
    {
        using LocalEmbeddingGenerator generator = new();

        float[][] vectors = [.. (await generator.GenerateAsync(
            ["Where does she live?", "Alice moved to Berlin", "Alice likes tea without sugar", "The build takes four minutes"],
            cancellationToken: Token)).Select(embedding => embedding.Vector.ToArray())];

        float[] cosines = [.. vectors[1..].Select(vector => TensorPrimitives.Dot<float>(vectors[0], vector))];
        cosines[0].Should().Be(cosines.Max());
    }

    [Fact]
    public void Intrinsics_InTheRunWithoutThem_AreOff() =>
        Vector128.IsHardwareAccelerated.Should().Be(Environment.GetEnvironmentVariable(ScalarVariable) is not "0");

    [Fact]
    public async Task Vectors_WithoutVectorInstructions_AreTheSame()
    {
        if (Environment.GetEnvironmentVariable(ScalarVariable) is "0")
        {
            return; // this is the run below
        }

        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) is "dotnet")
        {
            start.ArgumentList.Add(typeof(GoldenVectorTests).Assembly.Location);
        }

        start.ArgumentList.Add("-class");
        start.ArgumentList.Add(typeof(GoldenVectorTests).FullName!);
        start.Environment[ScalarVariable] = "0";
        using Process run = Process.Start(start)!;
        string printed = await run.StandardOutput.ReadToEndAsync(Token);
        await run.WaitForExitAsync(Token);

        run.ExitCode.Should().Be(0, printed);
        printed.Should().Contain("Failed: 0").And.NotContain("Total: 0");
    }
}
