using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Writes down what the calls of each operation cost, the figures that are compared last.</summary>
internal static class CostReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly (string Name, Func<CallCost, TextSize> Of)[] Parts =
    [
        ("system", call => call.System),
        ("user", call => call.User),
        ("reply", call => call.Reply),
        ("(schema)", call => call.Schema),
    ];

    public static string Write(string input, CostMeter meter)
    {
        StringBuilder report = new();
        report.Append(Culture, $"{input}; tokens of {TokenCounter.Encoding}\n\n");
        report.Append("operation  calls part         tokens: mean median   max   characters: mean median  max\n");
        StringBuilder closing = new();
        foreach (CostOperation operation in CostOperation.All)
        {
            IReadOnlyList<CallCost> calls = meter.CallsOf(operation);
            if (calls.Count == 0)
            {
                report.Append(Culture, $"{operation.Name,-10} {0,5}\n");
                continue;
            }

            foreach ((string name, Func<CallCost, TextSize> of) in Parts)
            {
                CostFigures tokens = CostFigures.Of(calls.Select(call => of(call).Tokens));
                CostFigures characters = CostFigures.Of(calls.Select(call => of(call).Characters));
                report.Append(Culture, $"{operation.Name,-10} {calls.Count,5} {name,-8} {tokens} {characters}\n");
            }

            closing.Append(Culture, $"cost.{operation.Name}.tokens_in {calls.Average(call => (call.System + call.User).Tokens):F1}\n");
            closing.Append(Culture, $"cost.{operation.Name}.tokens_out {calls.Average(call => call.Reply.Tokens):F1}\n");
        }

        report.Append("\nIn are system and user. Not counted: the schema of the reply, which each provider adds in its own way, what stands around\n");
        report.Append("messages on the wire (some four tokens each), and images themselves.\n\n");
        return report.Append(closing).ToString();
    }
}
