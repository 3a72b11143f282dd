namespace Mem0Sharp.Tests.Model;

/// <summary>Runs sequences of commands on a fresh memory and on the oracle, side by side.</summary>
/// <param name="breaking">Makes, for each sequence, what changes the memory under test; null for the library as it is.</param>
internal sealed class ModelRunner(Func<Action<MemoryBuilder>>? breaking = null)
{
    /// <summary>How many commands are run between two looks at everything.</summary>
    private const int Stride = 250;

    // Whatever happened, the end is looked at: by both memories, and once more from the file.
    private static readonly ModelCommand[] Ending =
    [
        new ModelCommand.ReadAll(),
        new ModelCommand.ReadAll { ByOther = true },
        new ModelCommand.Reopen(),
        new ModelCommand.ReadAll(),
    ];

    private int _erasures;

    /// <summary>Gets how many erasures had something to erase.</summary>
    public int Erasures => _erasures;

    /// <returns>Where they parted, or null when they never did.</returns>
    public async Task<ModelDivergence?> RunAsync(IReadOnlyList<ModelCommand> commands, CancellationToken cancellationToken)
    {
        Action<MemoryBuilder>? broken = breaking?.Invoke();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder =>
        {
            builder.Configure(options => options.Durability = HistoryDurability.Relaxed);
            broken?.Invoke(builder);
        });
        ModelOracle oracle = new();
        ModelSubject subject = new(fixture, oracle);
        for (int i = 0; i < commands.Count + Ending.Length; i++)
        {
            ModelCommand command = i < commands.Count ? commands[i] : Ending[i - commands.Count];
            if (await StepAsync(command) is { } parted)
            {
                return parted;
            }

            if (i % Stride == Stride - 1 && await StepAsync(Ending[0]) is { } later)
            {
                return later;
            }

            async Task<ModelDivergence?> StepAsync(ModelCommand step)
            {
                string actual = await subject.ApplyAsync(step, cancellationToken);
                string expected = oracle.Apply(step);
                if (oracle.HasErased)
                {
                    Interlocked.Increment(ref _erasures);
                }

                return string.Equals(expected, actual, StringComparison.Ordinal) ? null : new ModelDivergence(i, step, expected, actual);
            }
        }

        return null;
    }

    /// <summary>Removes from a failing sequence what it can do without (delta debugging), replaying each attempt from the start.</summary>
    /// <returns>A sequence that fails and does not when any one command is removed.</returns>
    public async Task<IReadOnlyList<ModelCommand>> ShrinkAsync(
        IReadOnlyList<ModelCommand> commands, ModelDivergence parted, CancellationToken cancellationToken)
    {
        List<ModelCommand> shortest = [.. commands.Take(parted.Index + 1)];
        for (int size = Math.Max(1, shortest.Count / 2); ;)
        {
            bool removed = false;
            for (int start = shortest.Count - size; start > -size; start -= size)
            {
                int from = Math.Max(0, start);
                List<ModelCommand> attempt = [.. shortest[..from], .. shortest[(start + size)..]];
                if (await RunAsync(attempt, cancellationToken) is not null)
                {
                    shortest = attempt;
                    removed = true;
                }
            }

            if (size == 1 && !removed)
            {
                return shortest;
            }

            size = Math.Clamp(size / 2, 1, Math.Max(1, shortest.Count));
        }
    }

    /// <summary>Runs the sequence of a seed; when it fails, says so with the seed and the shortest sequence that does.</summary>
    /// <returns>Null when nothing parted.</returns>
    public async Task<string?> FindFailureAsync(int seed, int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelCommand> commands = ModelGenerator.Commands(seed, count);
        if (await RunAsync(commands, cancellationToken) is not { } parted)
        {
            return null;
        }

        IReadOnlyList<ModelCommand> shortest = await ShrinkAsync(commands, parted, cancellationToken);
        ModelDivergence last = await RunAsync(shortest, cancellationToken) ?? parted;
        return $"seed {seed}, command {parted.Index} of {count}: {last}\nshortest sequence:\n  {string.Join("\n  ", shortest)}";
    }
}
