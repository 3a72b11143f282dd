using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>Says how far a run is: a bar that is drawn over on a terminal, elsewhere nothing but the milestones.</summary>
/// <param name="console">Where to.</param>
/// <param name="total">The number of steps there will be.</param>
internal sealed class ProgressLine(EvaluationConsole console, int total)
{
    private const int Width = 30;
    private int _done;
    private int _drawn;

    /// <summary>One more step was made, or several.</summary>
    /// <param name="doing">What is being done, in a few words.</param>
    /// <param name="steps">How many.</param>
    public void Step(string doing, int steps = 1)
    {
        _done += steps;
        if (console.IsTerminal)
        {
            int filled = total == 0 ? Width : Math.Min(Width, Width * _done / total);
            Draw(string.Create(
                CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', Width - filled)}] {_done}/{total} {doing}"));
        }
    }

    /// <summary>Something is complete: says so on a line that stays.</summary>
    public void Milestone(string line)
    {
        Clear();
        console.Out.WriteLine(line);
    }

    /// <summary>Removes the bar.</summary>
    public void Clear()
    {
        if (_drawn > 0)
        {
            Draw(string.Empty);
            console.Out.Write('\r');
        }
    }

    private void Draw(string line)
    {
        console.Out.Write($"\r{line.PadRight(_drawn)}");
        _drawn = line.Length;
    }
}
