using Microsoft.Extensions.Options;

namespace Mem0Sharp.Tests.Core;

public sealed class MemoryOptionsTests
{
    private const long FourGibibytes = 4L * 1024 * 1024 * 1024;

    public static TheoryData<string, long> WithinLimits => new()
    {
        { nameof(MemoryOptions.BusyTimeout), 0 },
        { nameof(MemoryOptions.BusyTimeout), TimeSpan.TicksPerMinute * 10 },
        { nameof(MemoryOptions.ModelCallTimeout), TimeSpan.TicksPerSecond },
        { nameof(MemoryOptions.ModelCallTimeout), TimeSpan.TicksPerMinute * 10 },
        { nameof(MemoryOptions.EmbeddingTimeout), TimeSpan.TicksPerSecond },
        { nameof(MemoryOptions.EmbeddingTimeout), TimeSpan.TicksPerMinute * 10 },
        { nameof(MemoryOptions.EmbeddingBatchSize), 1 },
        { nameof(MemoryOptions.EmbeddingBatchSize), 10_000 },
        { nameof(MemoryOptions.EmbeddingCacheBytes), 0 },
        { nameof(MemoryOptions.EmbeddingCacheBytes), FourGibibytes },
        { nameof(MemoryOptions.CandidatesPerFact), 1 },
        { nameof(MemoryOptions.CandidatesPerFact), 50 },
        { nameof(MemoryOptions.Durability), (long)HistoryDurability.Relaxed },
    };

    public static TheoryData<string, long> BeyondLimits => new()
    {
        { nameof(MemoryOptions.BusyTimeout), -1 },
        { nameof(MemoryOptions.BusyTimeout), (TimeSpan.TicksPerMinute * 10) + 1 },
        { nameof(MemoryOptions.ModelCallTimeout), TimeSpan.TicksPerSecond - 1 },
        { nameof(MemoryOptions.ModelCallTimeout), (TimeSpan.TicksPerMinute * 10) + 1 },
        { nameof(MemoryOptions.EmbeddingTimeout), TimeSpan.TicksPerSecond - 1 },
        { nameof(MemoryOptions.EmbeddingTimeout), (TimeSpan.TicksPerMinute * 10) + 1 },
        { nameof(MemoryOptions.EmbeddingTimeout), Timeout.InfiniteTimeSpan.Ticks },
        { nameof(MemoryOptions.EmbeddingBatchSize), 0 },
        { nameof(MemoryOptions.EmbeddingBatchSize), 10_001 },
        { nameof(MemoryOptions.EmbeddingCacheBytes), -1 },
        { nameof(MemoryOptions.EmbeddingCacheBytes), FourGibibytes + 1 },
        { nameof(MemoryOptions.CandidatesPerFact), 0 },
        { nameof(MemoryOptions.CandidatesPerFact), 51 },
        { nameof(MemoryOptions.Durability), 2 },
        { nameof(MemoryOptions.Durability), -1 },
    };

    [Fact]
    public void Validate_Defaults_Succeeds() => Validated(new MemoryOptions()).Succeeded.Should().BeTrue();

    [Theory]
    [MemberData(nameof(WithinLimits))]
    public void Validate_AtALimit_Succeeds(string option, long value) => Validated(With(new MemoryOptions(), option, value)).Succeeded.Should().BeTrue();

    [Theory]
    [MemberData(nameof(BeyondLimits))]
    public void Validate_BeyondALimit_FailsAndNamesTheOption(string option, long value)
    {
        ValidateOptionsResult result = Validated(With(new MemoryOptions(), option, value));

        result.Failed.Should().BeTrue();
        result.Failures.Should().ContainSingle().Which.Should().Contain(option);
    }

    [Fact]
    public void Build_SeveralOptionsBeyondTheirLimits_NamesAllOfThem()
    {
        MemoryBuilder builder = new MemoryBuilder().Configure(options =>
        {
            With(options, nameof(MemoryOptions.BusyTimeout), -1);
            With(options, nameof(MemoryOptions.EmbeddingBatchSize), 0);
            With(options, nameof(MemoryOptions.CandidatesPerFact), 0);
        });

        builder.Invoking(b => b.Build()).Should().Throw<MemoryConfigurationException>().Which.Message.Should()
            .Contain("BusyTimeout").And.Contain("EmbeddingBatchSize").And.Contain("CandidatesPerFact").And.NotContain("ModelCallTimeout");
    }

    private static ValidateOptionsResult Validated(MemoryOptions options) => new MemoryOptionsValidator().Validate(name: null, options);

    private static MemoryOptions With(MemoryOptions options, string option, long value)
    {
        switch (option)
        {
            case nameof(MemoryOptions.BusyTimeout): options.BusyTimeout = new TimeSpan(value); break;
            case nameof(MemoryOptions.ModelCallTimeout): options.ModelCallTimeout = new TimeSpan(value); break;
            case nameof(MemoryOptions.EmbeddingTimeout): options.EmbeddingTimeout = new TimeSpan(value); break;
            case nameof(MemoryOptions.EmbeddingBatchSize): options.EmbeddingBatchSize = (int)value; break;
            case nameof(MemoryOptions.EmbeddingCacheBytes): options.EmbeddingCacheBytes = value; break;
            case nameof(MemoryOptions.CandidatesPerFact): options.CandidatesPerFact = (int)value; break;
            case nameof(MemoryOptions.Durability): options.Durability = (HistoryDurability)value; break;
            default: throw new ArgumentOutOfRangeException(nameof(option), option, "No such option.");
        }

        return options;
    }
}
