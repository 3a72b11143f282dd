using System.Globalization;
using Mem0Sharp.Evaluation;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class CostCommandTests
{
    // Counts that OpenAI's own tokenizer (tiktoken) gives, as its cookbook prints them.
    [Theory]
    [InlineData("tiktoken is great!", 6)]
    [InlineData("antidisestablishmentarianism", 6)]
    [InlineData("2 + 2 = 4", 7)]
    [InlineData("お誕生日おめでとう", 8)]
    [InlineData("", 0)]
    public void Count_OfAKnownText_IsWhatTheModelsCount(string text, int tokens) =>
        TokenCounter.SizeOf(text).Should().Be(new TextSize(tokens, text.Length));

    [Fact]
    public async Task Reply_OfAKnownPrompt_CountsEachPart()
    {
        CostMeter meter = new(_ => "2 + 2 = 4");
        using ScriptedChatClient chat = ScriptedChatClient.From(meter.Reply);
        System.Text.Json.JsonElement schema = System.Text.Json.JsonElement.Parse("{}");

        await chat.GetResponseAsync(
            [new ChatMessage(ChatRole.System, "tiktoken is great!"), new ChatMessage(ChatRole.User, "antidisestablishmentarianism")],
            new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "facts") },
            TestContext.Current.CancellationToken);

        meter.CallsOf(CostOperation.Of("facts")).Should().Equal(new CallCost(new(6, 18), new(6, 28), new(TokenCounter.Count("{}"), 2), new(7, 9)));
        meter.CallsOf(CostOperation.Of("decisions")).Should().BeEmpty();
    }

    [Fact]
    public async Task Reply_ToARequestWithoutAnOperation_IsRefused()
    {
        using ScriptedChatClient chat = ScriptedChatClient.From(new CostMeter(_ => "x").Reply);

        Func<Task> ask = () => chat.GetResponseAsync("What is the time?", cancellationToken: TestContext.Current.CancellationToken);

        await ask.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public void CostFigures_AreMeanMedianAndMaximum()
    {
        CostFigures.Of([4, 1, 1]).Should().Be(new CostFigures(2, 1, 4));
        CostFigures.Of([4, 1, 2, 1]).Should().Be(new CostFigures(2, 1.5, 4));
    }

    [Fact]
    public async Task Cost_OfTheLabelledSet_CountsEachOperationAsTheTokenizerDoes()
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync("cost")).Should().Be(0);

        evaluation.Lines[0].Should().Be("126 labelled conversations (tuning); tokens of o200k_base");
        Row(evaluation, "extract", "system").Should().Be((126, TokenCounter.Count(ExtractionPrompt.Instructions), ExtractionPrompt.Instructions.Length));
        Row(evaluation, "arbitrate", "system").Should().Be((120, TokenCounter.Count(ArbitrationPrompt.Instructions), ArbitrationPrompt.Instructions.Length));
        Row(evaluation, "arbitrate", "user").Calls.Should().Be(120, "six conversations have nothing worth keeping");
        Row(evaluation, "summarize", "system").Should().Be((126, TokenCounter.Count(RunSummaryPrompt.Instructions), RunSummaryPrompt.Instructions.Length));
        Row(evaluation, "describe", "user").Calls.Should().Be(126);
        foreach (CostOperation operation in CostOperation.All)
        {
            Closing(evaluation, operation, "tokens_in").Should().BeGreaterThan(Row(evaluation, operation.Name, "system").Tokens);
            Closing(evaluation, operation, "tokens_out").Should().BePositive();
        }
    }

    [Fact]
    public async Task Cost_OfLocomo_TakesEachSessionWithWhatWasKnownBefore()
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync("cost", evaluation.Write("tiny.json", TinyLocomo.Json))).Should().Be(0);

        evaluation.Lines[0].Should().Be("3 sessions of LoCoMo; tokens of o200k_base");
        Row(evaluation, "extract", "user").Calls.Should().Be(3);
        Row(evaluation, "arbitrate", "user").Calls.Should().Be(1, "only one session has something known before it");
    }

    [Fact]
    public async Task Cost_OfWrongArguments_SaysHow()
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync("cost", "a", "b")).Should().Be(2);

        evaluation.Error.ToString().Should().Contain("cost [LOCOMO-FILE]");
    }

    /// <summary>Reads a row: how many calls, and the greatest length in tokens and characters.</summary>
    private static (int Calls, int Tokens, int Characters) Row(EvaluationFixture evaluation, string operation, string part)
    {
        string[] cells = evaluation.Lines
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(cells => cells.Length == 9 && string.Equals(cells[0], operation, StringComparison.Ordinal) && string.Equals(cells[2], part, StringComparison.Ordinal));
        return (Number(cells[1]), Number(cells[5]), Number(cells[8]));
    }

    private static double Closing(EvaluationFixture evaluation, CostOperation operation, string figure)
    {
        string name = $"cost.{operation.Name}.{figure} ";
        string line = evaluation.Lines.Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
