namespace Mem0Sharp.Tests.Rules;

public sealed class LabelledSetTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("tuning", 0.0, 0.0)]
    [InlineData("heldout", 0.0, 0.0)]
    [InlineData("blind", 0.0, 0.0)]
    public async Task Rules_OnALabelledHalf_KeepTheirPrecision(string half, double update, double delete)
    {
        Scores scores = await Scores.MeasureAsync(half, TestContext.Current.CancellationToken);
        output.WriteLine($"{half}: {scores}");
        scores["UPDATE"].Precision.Should().BeGreaterThanOrEqualTo(update);
        scores["DELETE"].Precision.Should().BeGreaterThanOrEqualTo(delete);
    }
}
