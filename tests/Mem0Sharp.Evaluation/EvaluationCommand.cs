namespace Mem0Sharp.Evaluation;

/// <summary>One evaluation that can be run by name.</summary>
/// <param name="Name">The first argument.</param>
/// <param name="Arguments">The arguments after it, as the usage shows them.</param>
/// <param name="Summary">What it measures, in one line.</param>
/// <param name="RunAsync">Runs it with the arguments after its name.</param>
internal sealed record EvaluationCommand(
    string Name,
    string Arguments,
    string Summary,
    Func<IReadOnlyList<string>, EvaluationConsole, CancellationToken, Task> RunAsync);
