using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.History.Past;

/// <summary>One random history over a file and over the managed history at once, and how often each parted from the oracle.</summary>
internal sealed class PastRun(int seed, PastFault fault = PastFault.None)
{
    private const int Changes = 40, Questions = 150;

    private readonly PastGenerator _generator = new(seed);
    private readonly PastOracle _oracle = new(fault);

    /// <summary>Gets how many questions about one memory were asked of each history.</summary>
    public int Asked { get; private set; }

    /// <summary>Gets the first of what was answered otherwise than the oracle says.</summary>
    public List<string> Divergences { get; } = [];

    public async Task RunAsync()
    {
        ManualTimeProvider time = new(PastQuestion.At(0));
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder
            .UseTimeProvider(time)
            .Configure(options => options.Durability = HistoryDurability.Relaxed));
        await using Memory managed = new MemoryBuilder()
            .UseHistory(new InMemoryHistoryStore()).UseEmbeddings(fixture.Embeddings).UseTimeProvider(time).Build();
        (string Name, PastSubject Subject)[] subjects = [("file", new PastSubject(fixture.Memory)), ("managed", new PastSubject(managed))];
        int now = 0, latest = 0;
        for (int i = 0; i < Changes; i++)
        {
            PastCommand command = _generator.Next(_oracle);
            now += command.ClockStep;
            latest = Math.Max(latest, now);
            time.SetUtcNow(PastQuestion.At(now));
            int? expected = _oracle.Apply(command, now);
            foreach ((string name, PastSubject subject) in subjects)
            {
                Compare(name, $"change {i}: {command}", $"{expected}", $"{await subject.ApplyAsync(command)}");
            }
        }

        int[] numbers = [.. Enumerable.Range(0, PastGenerator.Memories).Where(number => _oracle.Versions(number) > 0)];
        for (int i = 0; i < Questions && Divergences.Count < 3; i++)
        {
            PastQuestion question = _generator.Question(latest);
            bool includeExpired = _generator.Chance(50);
            string listed = string.Join(", ", _oracle.List(question, includeExpired, now));
            foreach ((string name, PastSubject subject) in subjects)
            {
                foreach (int number in numbers)
                {
                    Compare(name, $"memory {number}, {question}", $"{_oracle.Answer(number, question)}", $"{await subject.AnswerAsync(number, question)}");
                }

                Compare(
                    name,
                    $"list of {question}, expired ones too: {includeExpired}",
                    listed,
                    string.Join(", ", await subject.ListAsync(question, includeExpired)));
            }

            Asked += numbers.Length;
        }
    }

    private void Compare(string subject, string what, string expected, string actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            Divergences.Add($"seed {seed}, {subject}, {what}: expected [{expected}], got [{actual}]");
        }
    }
}
