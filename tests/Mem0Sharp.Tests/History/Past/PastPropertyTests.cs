namespace Mem0Sharp.Tests.History.Past;

/// <summary>Random histories with a clock that stands still and goes back, asked on both axes of time and compared with a naive oracle.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class PastPropertyTests(ITestOutputHelper output)
{
    private const int FirstSeed = 1;

    private static readonly int Seeds = MemoryFixture.Share(20);

    [Fact]
    public async Task AnyRead_AsOf_TenThousandQuestionsOnRandomHistories_NeverPartFromTheOracle_B10()
    {
        output.WriteLine($"seeds {FirstSeed} to {FirstSeed + Seeds - 1}");
        int asked = 0;
        for (int seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            PastRun run = new(seed);
            await run.RunAsync();
            run.Divergences.Should().BeEmpty();
            asked += run.Asked;
        }

        output.WriteLine($"{asked} questions of each history");
        asked.Should().BeGreaterThanOrEqualTo(500 * Seeds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Comparison_WithAnOracleThatIsWrongInOneWay_Notices(int fault)
    {
        List<string> divergences = [];
        for (int seed = FirstSeed; seed < FirstSeed + Seeds && divergences.Count == 0; seed++)
        {
            PastRun run = new(seed, (PastFault)fault);
            await run.RunAsync();
            divergences = run.Divergences;
        }

        divergences.Should().NotBeEmpty();
        divergences.Should().OnlyContain(divergence => !divergence.Contains("change ", StringComparison.Ordinal), "the changes are the same");
        output.WriteLine(divergences[0]);
    }
}
