namespace Mem0Sharp.Evaluation;

/// <summary>How one kind of store did in all cases.</summary>
/// <param name="name">What the report calls it.</param>
internal sealed class ForgetEvalResult(string name)
{
    private readonly Dictionary<string, int> _passedByFamily = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Reason)> _failures = [];

    public string Name => name;

    /// <summary>Gets the number of cases passed.</summary>
    public int Passed { get; private set; }

    /// <summary>Gets how many of them also pass when what is forbidden is asked for by its own words.</summary>
    public int PassedProbed { get; private set; }

    /// <summary>Gets the cases failed, in the order of the file, and why.</summary>
    public IReadOnlyList<(string Id, string Reason)> Failures => _failures;

    /// <summary>Gets how many cases of a family passed.</summary>
    public int PassedOf(string family) => _passedByFamily.GetValueOrDefault(family);

    /// <summary>Counts a case.</summary>
    /// <param name="done">The case.</param>
    /// <param name="answer">What was found for the final question, joined.</param>
    /// <param name="probes">What was found for the forbidden texts, joined.</param>
    public void Add(ForgetCase done, string answer, string probes)
    {
        string? reason = done.MissingFrom(answer) is { } missing ? $"'{missing}' was not found"
            : done.ForbiddenIn(answer) is { } forbidden ? $"'{forbidden}' was found"
            : null;
        if (reason is not null)
        {
            _failures.Add((done.Id, reason));
            return;
        }

        Passed++;
        PassedProbed += done.ForbiddenIn(probes) is null ? 1 : 0;
        _passedByFamily[done.Family] = PassedOf(done.Family) + 1;
    }
}
