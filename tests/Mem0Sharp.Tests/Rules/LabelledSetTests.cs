namespace Mem0Sharp.Tests.Rules;

public sealed class LabelledSetTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Rules_OnTheTuningHalf_KeepTheirPrecision()
    {
        Scores scores = await Scores.MeasureAsync("tuning", TestContext.Current.CancellationToken);
        output.WriteLine(scores.ToString());
        scores["UPDATE"].Precision.Should().BeGreaterThanOrEqualTo(0);
    }
}
