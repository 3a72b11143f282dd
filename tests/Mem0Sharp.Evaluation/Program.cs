using Mem0Sharp.Evaluation;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
EvaluationConsole console = new(Console.Out, Console.Error, IsTerminal: !Console.IsOutputRedirected, TimeProvider.System);
return await Commands.RunAsync(args, console, stop.Token);
