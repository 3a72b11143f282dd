namespace Mem0Sharp.Tests.Evaluation;

public sealed class ArbitrationCommandTests
{
    [Fact]
    public async Task Arbitration_OfTheLabelledSet_IsExactWithARightModelAndSafeWithADamagedOne()
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync("arbitration")).Should().Be(0);

        evaluation.Lines.Should().Contain("arbitration.total 252").And.Contain("arbitration.oracle.exact 252")
            .And.Contain("arbitration.damaged.outside 0").And.Contain("arbitration.damaged.unreported 0");
        evaluation.Lines.Should().Contain("arbitration.once.oracle.exact 252")
            .And.Contain("arbitration.once.damaged.outside 0").And.Contain("arbitration.once.damaged.unreported 0");
        evaluation.Lines.Where(line => line.StartsWith("50 % of replies damaged", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.OnlyContain(line => !line.Contains("(0)") && !line.Contains(" 0 adds failed") && !line.Contains(" 0 decisions refused"));
    }

    [Theory]
    [InlineData("arbitration", "1", "2")]
    [InlineData("arbitration", "x")]
    public async Task Arbitration_OfWrongArguments_SaysHow(params string[] args)
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync(args)).Should().Be(2);

        evaluation.Error.ToString().Should().Contain("arbitration [SEED]");
    }
}
