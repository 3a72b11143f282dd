namespace Mem0Sharp.Benchmarks;

/// <summary>Times things that take turns, each with the next question of its own.</summary>
internal static class Rounds
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes something that is timed of what answers a question.</summary>
    /// <param name="times">How many questions are one measurement.</param>
    /// <param name="questions">How many questions there are.</param>
    /// <param name="run">Answers a question.</param>
    public static Timed Each(int times, int questions, Func<int, Task> run)
    {
        int next = 0;
        return new Timed(times, () => run(next++ % questions));
    }

    /// <summary>Makes something that is timed of what answers a question at once.</summary>
    public static Timed Each(int times, int questions, Action<int> run) => Each(
        times,
        questions,
        question =>
        {
            run(question);
            return Task.CompletedTask;
        });

    /// <summary>Runs all until they are compiled as well as they will be, then measures them in turn, so many times.</summary>
    public static async Task MeasureAsync(IReadOnlyList<Timed> all, int rounds)
    {
        foreach (Timed timed in all)
        {
            await timed.WarmUpAsync(WarmUp);
        }

        for (int round = 0; round < rounds; round++)
        {
            foreach (Timed timed in all)
            {
                await timed.MeasureAsync();
            }
        }
    }
}
