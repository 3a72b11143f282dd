using System.Globalization;
using System.Text.Json;
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
        JsonElement schema = JsonElement.Parse("{}");

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
        Row(evaluation, "reconcile", "system").Should().Be(
            (126, TokenCounter.Count(ReconciliationPrompt.Instructions), ReconciliationPrompt.Instructions.Length));
        Row(evaluation, "summarize", "system").Should().Be((126, TokenCounter.Count(RunSummaryPrompt.Instructions), RunSummaryPrompt.Instructions.Length));
        Row(evaluation, "describe", "user").Calls.Should().Be(126);
        foreach (CostOperation operation in CostOperation.All)
        {
            Closing(evaluation, operation, "tokens_in").Should().BeGreaterThan(Row(evaluation, operation.Name, "system").Tokens);
            Closing(evaluation, operation, "tokens_out").Should().BePositive();
        }
    }

    [Fact]
    public async Task Reply_ToTheLabelledCases_HasWhatTheSchemaRequiresAndNothingElse()
    {
        CostReplies replies = new();
        HashSet<string> seen = [];
        using ScriptedChatClient chat = ScriptedChatClient.From(request =>
        {
            string reply = replies.Reply(request);
            JsonElement schema = ((ChatResponseFormatJson)request.Options!.ResponseFormat!).Schema!.Value;
            HasWhatIsRequired(JsonElement.Parse(reply), schema);
            seen.Add(CostOperation.Of(request).Name);
            return reply;
        });
        foreach (bool once in new[] { false, true })
        {
            await using Memory memory = new MemoryBuilder().UseChatClient(chat).Configure(options => options.SingleModelCall = once).Build();
            foreach (LabelledCase next in ArbitrationFile.Read("tuning").Take(20))
            {
                replies.Case = next;
                MemoryScope scope = MemoryScope.ForUser(next.Id);
                IEnumerable<ChatMessage> known = next.Known.Select(text => new ChatMessage(ChatRole.User, text));
                IEnumerable<ChatMessage> messages = next.Messages.Select(message => new ChatMessage(new ChatRole(message.Role), message.Text));
                await memory.AddAsync(known, scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, TestContext.Current.CancellationToken);
                MemoryAddResult added = await memory.AddAsync(messages, scope, cancellationToken: TestContext.Current.CancellationToken);

                added.Facts.Should().OnlyContain(fact => fact.Outcome != FactOutcome.Refused);
                added.ModelCalls.Should().BeLessThanOrEqualTo(once ? 1 : 2);
            }
        }

        seen.Should().BeEquivalentTo("extract", "arbitrate", "reconcile");
    }

    [Fact]
    public async Task Cost_OfLocomo_TakesEachSessionWithWhatWasKnownBefore()
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync("cost", evaluation.Write("tiny.json", TinyLocomo.Json))).Should().Be(0);

        evaluation.Lines[0].Should().Be("3 sessions of LoCoMo; tokens of o200k_base");
        Row(evaluation, "extract", "user").Calls.Should().Be(3);
        Row(evaluation, "arbitrate", "user").Calls.Should().Be(1, "only one session has something known before it");
        Row(evaluation, "reconcile", "user").Calls.Should().Be(1, "the others are asked for facts alone, which is not counted twice");
    }

    [Fact]
    public async Task Cost_OfWrongArguments_SaysHow()
    {
        using EvaluationFixture evaluation = new();

        (await evaluation.RunAsync("cost", "a", "b")).Should().Be(2);

        evaluation.Error.ToString().Should().Contain("cost [LOCOMO-FILE]");
    }

    private static void HasWhatIsRequired(JsonElement value, JsonElement schema)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            value.EnumerateObject().Select(property => property.Name)
                .Should().Equal(schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
            foreach (JsonProperty property in value.EnumerateObject())
            {
                HasWhatIsRequired(property.Value, schema.GetProperty("properties").GetProperty(property.Name));
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                HasWhatIsRequired(item, schema.GetProperty("items"));
            }
        }
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
