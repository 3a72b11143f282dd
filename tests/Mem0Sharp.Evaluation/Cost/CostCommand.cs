using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "cost": how many tokens a model is given and gives, by what it is asked for.</summary>
internal static class CostCommand
{
    public static EvaluationCommand Command { get; } = new(
        "cost",
        "[LOCOMO-FILE]",
        "Tokens and characters of each kind of model call, over the labelled conversations to tune on, or over LoCoMo's sessions.",
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        (IReadOnlyList<CostInput> inputs, string of) = args switch
        {
            [] => (CostInput.OfTheLabelledSet(), "labelled conversations (tuning)"),
            [{ } path] => (await ReadLocomoAsync(path), "sessions of LoCoMo"),
            _ => throw new EvaluationUsageException("cost takes the path of one file at most."),
        };
        CostMeter meter = await new CostRun(inputs, console).RunAsync(cancellationToken);
        await console.Out.WriteAsync(CostReport.Write(string.Create(CultureInfo.InvariantCulture, $"{inputs.Count} {of}"), meter));
    }

    private static async Task<IReadOnlyList<CostInput>> ReadLocomoAsync(string path)
    {
        await using FileStream json = File.OpenRead(path);
        return CostInput.OfLocomo(LocomoFile.Read(json));
    }
}
