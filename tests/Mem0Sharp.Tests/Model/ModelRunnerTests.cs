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
    [InlineData("deleted past", 3)]
    [InlineData("erasures", 2)]
    [InlineData("order of the log", 4)]
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
        for (int seed = 1; seed <= 10; seed++)
        {
            ModelOracle oracle = new();
            foreach (ModelCommand command in ModelGenerator.Commands(seed, 2_000))
            {
                foreach (string outcome in Outcomes(command, oracle.Apply(command)))
                {
                    met[outcome] = met.GetValueOrDefault(outcome) + 1;
                }
            }
        }

        output.WriteLine(string.Join('\n', met.OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        met.Where(pair => pair.Value >= 10).Select(pair => pair.Key).Should().Contain(
        [
            "Add done", "Add MemoryValidationException", "Update Updated", "Update Unchanged", "Update MemoryValidationException",
            "Update MemoryNotFoundException", "Update MemoryConflictException", "Update ImmutableMemoryException",
            "Update NewestWins Updated", "Update NewestWins Superseded", "Update Merge Updated", "Update Merge MemoryConflictException",
            "Update KeepBoth KeptBoth", "Update KeepBoth MemoryConflictException", "BatchUpdate several", "BatchUpdate MemoryValidationException",
            "Delete done", "Delete MemoryNotFoundException", "Delete MemoryConflictException", "BatchDelete several", "DeleteAll done",
            "Restore Updated", "Restore Unchanged", "Restore MemoryConflictException", "Restore MemoryNotFoundException",
            "Restore MemoryValidationException", "Restore ImmutableMemoryException", "RollBack Updated", "RollBack Deleted",
            "RollBack MemoryConflictException", "RollBack MemoryValidationException", "SettleReview UseKnown done", "SettleReview UseKept done",
            "SettleReview UseBoth done", "SettleReview MemoryNotFoundException", "SettleReview MemoryValidationException", "Reviews done",
            "Erase done", "EraseAll done", "Reset nothing", "Reopen nothing", "Get done", "Get nothing", "Get as of done", "Get as of nothing",
            "List several", "List as of several", "Count as of done", "Search several", "Search as of several", "History several",
        ]);
        met.Should().ContainKeys(
        [
            "RollBack ImmutableMemoryException", "RollBack Unchanged", "SettleReview UseKnown nothing", "Update KeepBoth Unchanged", "BatchUpdate KeptBoth",
            "Erase MemoryNotFoundException", "EraseAll where nothing is done",
        ]);
    }

    private static IEnumerable<string> Outcomes(ModelCommand command, string answer)
    {
        string kind = Kind(answer);
        string name = command switch
        {
            ModelCommand.Update { Patch.OnConflict: var policy and not ConflictPolicy.Fail } => $"Update {policy}",
            ModelCommand.SettleReview { Decision: var decision } when kind is "done" or ModelView.Nothing => $"SettleReview {decision}",
            ModelCommand.EraseAll when answer.StartsWith("erased []", StringComparison.Ordinal) => "EraseAll where nothing is",
            ModelCommand.Read { AsOf: not null } => $"{command.GetType().Name} as of",
            _ => command.GetType().Name,
        };

        // Of a rollback each memory counts.
        return command is ModelCommand.RollBack && kind is not nameof(MemoryValidationException)
            ? answer.Split('\n').Select(line => $"{name} {Kind(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])}")
            : [$"{name} {kind}"];
    }

    private static string Kind(string answer) =>
        answer.Contains('\n', StringComparison.Ordinal) ? "several"
        : answer.EndsWith("Exception", StringComparison.Ordinal) || string.Equals(answer, ModelView.Nothing, StringComparison.Ordinal) ? answer
        : answer.Length == 0 ? "none"
        : Enum.TryParse(answer.Split(' ')[0], out UpdateOutcome outcome) && char.IsLetter(answer[0]) ? outcome.ToString()
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
            "deleted past" => builder => builder.UseHistory(new LivingHistory(kept)),
            "erasures" => builder => builder.UseHistory(new UnerasedHistory(kept)),
            "order of the log" => builder => builder.UseHistory(new ClockwiseHistory(kept)),
            "file" => builder => builder.UseHistory(new InMemoryHistoryStore()),
            _ => builder => builder.UseHistory(kept),
        };
    }
}
