using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ForgetEvalResultTests
{
    [Theory]
    [InlineData("OSLO and Riga", "", 1, 1, null)]
    [InlineData("Oslo and Riga", "it was bergen", 1, 0, null)]
    [InlineData("Riga", "Oslo", 0, 0, "'oslo' was not found")]
    [InlineData("Oslo", "", 0, 0, "'Riga' was not found")]
    [InlineData("Oslo, Riga, Bergensk", "", 0, 0, "'Bergen' was found")]
    public void Add_CountsWhatHasAllThatIsRequiredAndNothingForbidden(string answer, string probes, int passed, int probed, string? reason)
    {
        ForgetEvalResult result = new("any");

        result.Add(TinyForgetEval.Case("a", ["oslo", "Riga"], ["Bergen"]), answer, probes);

        result.Passed.Should().Be(passed);
        result.PassedProbed.Should().Be(probed);
        result.PassedOf("any").Should().Be(passed);
        result.Failures.Should().Equal(reason is null ? [] : [("a", reason)]);
    }

    [Fact]
    public void PassedOf_AFamilyOfWhichNonePassed_Is0() => new ForgetEvalResult("any").PassedOf("other").Should().Be(0);
}
