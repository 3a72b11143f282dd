namespace Mem0Sharp.Tests.Model;

/// <summary>The model-based test can fail: known faults are put beneath the memory, found and shrunk.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class ModelRunnerTests(ITestOutputHelper output)
{
    private const int Commands = 1_000;

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData("deletes", 2)]
    [InlineData("rows", 3)]
    [InlineData("writes", 3)]
    [InlineData("file", 1)]
    public async Task FindFailureAsync_OnAMemoryThatLoses_FindsAndShrinksIt_B4(string lost, int most)
    {
        ModelRunner runner = new(() => Losing(lost));
        IReadOnlyList<ModelCommand> commands = ModelGenerator.Commands(seed: 7, Commands);

        ModelDivergence? parted = await runner.RunAsync(commands, Token);
        string? report = await runner.FindFailureAsync(seed: 7, Commands, Token);

        output.WriteLine(report ?? "nothing was found");
        parted.Should().NotBeNull();
        (await runner.ShrinkAsync(commands, parted!, Token)).Count.Should().BeLessThanOrEqualTo(most);
        report.Should().StartWith($"seed 7, command {parted!.Index} of {Commands}: ");
    }

    [Fact]
    public async Task FindFailureAsync_OnAMemoryOverAnotherSoundHistory_FindsNothing()
    {
        ModelRunner runner = new(() => Losing("nothing"));

        for (int seed = 7; seed < 12; seed++)
        {
            (await runner.FindFailureAsync(seed, Commands, Token)).Should().BeNull();
        }
    }

    [Fact]
    public void Commands_OfTheFirstSeeds_MeetEveryOutcomeOften()
    {
        Dictionary<string, int> met = new(StringComparer.Ordinal);
        for (int seed = 1; seed <= 5; seed++)
        {
            ModelOracle oracle = new();
            foreach (ModelCommand command in ModelGenerator.Commands(seed, 2_000))
            {
                string outcome = $"{command.GetType().Name} {Kind(oracle.Apply(command))}";
                met[outcome] = met.GetValueOrDefault(outcome) + 1;
            }
        }

        output.WriteLine(string.Join('\n', met.OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        met.Where(pair => pair.Value >= 10).Select(pair => pair.Key).Should().Contain(
        [
            "Add done", "Add MemoryValidationException", "Update Updated", "Update Unchanged", "Update MemoryValidationException",
            "Update MemoryNotFoundException", "Update MemoryConflictException", "Update ImmutableMemoryException", "BatchUpdate several",
            "BatchUpdate MemoryValidationException", "Delete done", "Delete MemoryNotFoundException", "Delete MemoryConflictException",
            "BatchDelete several", "DeleteAll done", "Reset nothing", "Reopen nothing", "Get done", "Get nothing", "List several",
            "Search several", "History several",
        ]);
    }

    private static string Kind(string answer) =>
        answer.Contains('\n', StringComparison.Ordinal) ? "several"
        : answer.EndsWith("Exception", StringComparison.Ordinal) || string.Equals(answer, ModelView.Nothing, StringComparison.Ordinal) ? answer
        : answer.StartsWith(nameof(UpdateOutcome.Updated), StringComparison.Ordinal) ? nameof(UpdateOutcome.Updated)
        : answer.StartsWith(nameof(UpdateOutcome.Unchanged), StringComparison.Ordinal) ? nameof(UpdateOutcome.Unchanged)
        : "done";

    private static Action<MemoryBuilder> Losing(string lost)
    {
        // In managed memory, and kept where the memory is reopened: as a file is.
        InMemoryHistoryStore kept = new();
        return lost switch
        {
            "deletes" => builder => builder.UseVectorStore(new DeafToDeletesVectorStore()),
            "rows" => builder => builder.UseHistory(new ForgetfulHistory(kept)),
            "writes" => builder => builder.UseHistory(new LossyHistory(kept)),
            "file" => builder => builder.UseHistory(new InMemoryHistoryStore()),
            _ => builder => builder.UseHistory(kept),
        };
    }
}
