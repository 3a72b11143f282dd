using System.Collections.Concurrent;

namespace Mem0Sharp.Faults;

/// <summary>What all connections have seen. Thread-safe.</summary>
internal sealed class ServerTally
{
    private readonly ConcurrentQueue<(string Kind, double Milliseconds)> _answers = [];
    private readonly ConcurrentDictionary<string, int> _problems = new(StringComparer.Ordinal);
    private volatile bool _measures;

    /// <summary>Begins to keep how long each takes, or ends it.</summary>
    public void Measure(bool measures) => _measures = measures;

    public void Answer(string kind, TimeSpan took)
    {
        if (_measures)
        {
            _answers.Enqueue((kind, took.TotalMilliseconds));
        }
    }

    public void Problem(string problem) => _problems.AddOrUpdate(problem, 1, static (_, count) => count + 1);

    /// <summary>Gets what went wrong, each with how often.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.Select(problem => $"{problem.Value} x {problem.Key}").Order(StringComparer.Ordinal)];

    /// <summary>Gets how long each measured request took, in milliseconds, shortest first.</summary>
    public double[] Sorted() => [.. _answers.Select(answer => answer.Milliseconds).Order()];

    /// <summary>Gets the same of each kind.</summary>
    public IReadOnlyList<(string Kind, double[] Sorted)> Kinds() =>
        [.. _answers.GroupBy(answer => answer.Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => (kind.Key, kind.Select(answer => answer.Milliseconds).Order().ToArray()))];
}
