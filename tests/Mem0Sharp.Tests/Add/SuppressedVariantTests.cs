namespace Mem0Sharp.Tests.Adding;

/// <summary>Which disguises of a rejected text are seen through (D4), and that another wording is another text.</summary>
public sealed class SuppressedVariantTests
{
    private const string Rejected = "My caf\u00e9 order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3";

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData("my CAF\u00c9 order IS a Grande FILTER coffee, NO \u03bf\u03b4\u03bf\u03c2", "case, with Greek's two small sigmas")]
    [InlineData("My cafe\u0301 order is a grande filter coffee, no \u039f\u0394\u039f\u03a3", "a combining accent, and a ligature taken apart")]
    [InlineData("\uff2d\uff59 caf\u00e9 order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3", "full-width letters")]
    [InlineData("M\u200by caf\u00e9\u200c order i\u200ds a grande \ufb01l\u2060ter cof\ufefffee, no \u039f\u0394\u039f\u03a3", "zero-width characters")]
    [InlineData("My caf\u00e9 or\u00adder is a gran\u00adde \ufb01lter coffee, no \u039f\u0394\u039f\u03a3", "soft hyphens")]
    [InlineData(" My  caf\u00e9\torder\r\nis\u00a0a\u2003grande \ufb01lter coffee,\u3000no \u039f\u0394\u039f\u03a3 \n", "other white space")]
    [InlineData("\u200eMy \u202bcaf\u00e9\u202c order is a \u2067grande\u2069 \ufb01lter coffee, no \u200f\u039f\u0394\u039f\u03a3\u061c", "marks of direction")]
    [InlineData("My caf\u00e9 order is a grande \ufb01lter coffee,\ufe0f no \u039f\u0394\u039f\u034f\u03a3\ufe00", "variation selectors and a joiner")]
    [InlineData("My cafe\u200b\u0301 order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3", "a zero-width space before the accent")]
    [InlineData("My caf\u00e9 \U000e0068\U000e0069order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3\U000e0100", "tag characters and selectors beyond 16 bits")]
    [InlineData("My caf\u00e9 order is a grande \u3164\ufb01lter\u115f coffee, no \u2061\u039f\u0394\u039f\u03a3\u180e", "invisible fillers and operators")]
    [InlineData("My caf\u00e9 order\u0000 is a grande\u001b \ufb01lter coffee, no \u039f\u0394\u039f\u03a3", "control characters")]
    public async Task AddAsync_OfAVariantOfARejectedText_IsSuppressed_D4(string variant, string what)
    {
        await using MemoryFixture fixture = await RejectedAsync(variant);

        (await OutcomeAsync(fixture)).Should().Be(FactOutcome.Suppressed, what);

        fixture.Sql("SELECT count(*) FROM history").Single()[0].Should().Be(2L);
    }

    [Theory]
    [InlineData("I usually order a large filter coffee at the caf\u00e9")]
    [InlineData("My cafe order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3")]
    [InlineData("My caf\u00e9 order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3!")]
    [InlineData("Mycaf\u00e9 order is a grande \ufb01lter coffee, no \u039f\u0394\u039f\u03a3")]
    [InlineData("My caf\u00e9 order is a grande \ufb01lter coffee")]
    public async Task AddAsync_OfAParaphraseOrAnotherText_IsLearned_D4(string other)
    {
        await using MemoryFixture fixture = await RejectedAsync(other);

        (await OutcomeAsync(fixture)).Should().Be(FactOutcome.Added);
    }

    private static async Task<MemoryFixture> RejectedAsync(string said)
    {
        MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseFactExtractor(new FixedExtractor(new ExtractedFact(said))));
        MemoryItem item = await fixture.StoreAsync(Rejected);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        return fixture;
    }

    private static async Task<FactOutcome> OutcomeAsync(MemoryFixture fixture) =>
        (await fixture.Memory.AddAsync("anything", MemoryFixture.Alice, cancellationToken: Token)).Facts.Single().Outcome;
}
