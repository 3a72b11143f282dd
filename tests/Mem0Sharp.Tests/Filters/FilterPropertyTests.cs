namespace Mem0Sharp.Tests.Filters;

public sealed class FilterPropertyTests
{
    private const int Seed = 20260401;

    [Fact]
    public void Matches_RandomFilters_AFilterAndItsNegationDivideTheMemories()
    {
        Random random = new(Seed);
        RandomFilters filters = new(random);
        MemoryItem[] items = [.. Enumerable.Range(0, 200).Select(n => filters.Item($"m{n}", 1 + (n % 3)))];
        int divided = 0;
        for (int n = 0; n < 5_000; n++)
        {
            MemoryFilter filter = filters.Next();
            HashSet<MemoryItem> matching = [.. items.Where(filter.Matches)];
            HashSet<MemoryItem> others = [.. items.Where((!filter).Matches)];

            if (matching.Overlaps(others) || matching.Count + others.Count != items.Length)
            {
                Assert.Fail($"run {n} of seed {Seed}: {filter.ToJson()}");
            }

            divided += matching.Count > 0 && others.Count > 0 ? 1 : 0;
        }

        divided.Should().BeGreaterThan(2_500, "filters that match all or nothing prove little");
    }

    [Fact]
    public void ToJson_RandomFilters_ReadBackEqual()
    {
        RandomFilters filters = new(new Random(Seed + 1));
        for (int n = 0; n < 20_000; n++)
        {
            MemoryFilter filter = filters.Next();
            MemoryFilter read = MemoryFilter.Parse(filter.ToJson());

            if (!read.Equals(filter) || read.GetHashCode() != filter.GetHashCode())
            {
                Assert.Fail($"run {n} of seed {Seed + 1}: {filter.ToJson()}");
            }
        }
    }

    [Fact]
    public void Compare_RandomDecimals_AgreesWithDecimalArithmetic()
    {
        Random random = new(Seed + 2);
        for (int n = 0; n < 50_000; n++)
        {
            decimal left = Next(), right = random.Next(4) == 0 ? left + 0.00m : Next();

            if (Math.Sign(MemoryFilterValue.Compare(left, right)) != left.CompareTo(right) || ((MemoryFilterValue)left == right) != (left == right))
            {
                Assert.Fail($"{left} and {right}, run {n} of seed {Seed + 2}");
            }
        }

        decimal Next() => random.Next(-2_000, 2_000) / (decimal)Math.Pow(10, random.Next(-6, 10));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1e-300)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(123456789012345680.0)]
    public void OfDouble_IsTheShortestDecimalThatStandsForIt(double number)
    {
        string json = MemoryField.Metadata("n").EqualTo(number).ToJson();

        double.Parse(json[(json.LastIndexOf(':') + 1)..^2], System.Globalization.CultureInfo.InvariantCulture).Should().Be(number);
        MemoryFilter.Parse(json).Should().Be(MemoryField.Metadata("n").EqualTo(number));
    }
}
