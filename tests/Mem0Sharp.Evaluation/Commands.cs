using System.Text.Json;

namespace Mem0Sharp.Evaluation;

/// <summary>The evaluations by name. A new one is a file of its own and a line here.</summary>
internal static class Commands
{
    private const int Succeeded = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    private static readonly EvaluationCommand[] All =
    [
        LocomoCommand.Command,
        RetrievalCommand.Command,
        ReplacedCommand.Command,
        ThresholdCommand.Command,
        ConsolidationCommand.Command,
        ForgetEvalCommand.Command,
        ArbitrationCommand.Command,
        CostCommand.Command,
    ];

    /// <summary>Runs the evaluation that the first argument names.</summary>
    /// <returns>0: it ran. 1: its data could not be read. 2: the arguments are wrong, and the usage was printed.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        EvaluationCommand? command = args.Count == 0 ? null : Array.Find(All, known => string.Equals(known.Name, args[0], StringComparison.Ordinal));
        try
        {
            if (command is null)
            {
                throw new EvaluationUsageException(args.Count == 0 ? "Which evaluation?" : $"There is no evaluation '{args[0]}'.");
            }

            await command.RunAsync([.. args.Skip(1)], console, cancellationToken);
            return Succeeded;
        }
        catch (EvaluationUsageException exception)
        {
            await console.Error.WriteLineAsync(exception.Message);
            await console.Error.WriteLineAsync("Usage: dotnet run -c Release --project tests/Mem0Sharp.Evaluation -- EVALUATION …");
            foreach (EvaluationCommand known in All)
            {
                await console.Error.WriteLineAsync($"  {known.Name} {known.Arguments}\n      {known.Summary}");
            }

            return Misused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            await console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
