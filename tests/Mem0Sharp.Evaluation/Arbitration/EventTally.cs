using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>How often an event was rightly decided, decided, and to be decided.</summary>
internal readonly record struct EventTally(int Right, int Found, int Wanted)
{
    /// <summary>Counts an event over outcomes: right is one about the same known memory, each label met once at most.</summary>
    public static EventTally Of(string name, IEnumerable<ArbitrationOutcome> outcomes)
    {
        EventTally tally = default;
        foreach (ArbitrationOutcome outcome in outcomes)
        {
            List<string> wanted = [.. outcome.Wanted.Where(one => string.Equals(one.Event, name, StringComparison.Ordinal)).Select(one => one.Known)];
            string[] found = [.. outcome.Decided.Where(one => string.Equals(one.Event, name, StringComparison.Ordinal)).Select(one => one.Known)];
            int toDecide = wanted.Count;
            tally = new EventTally(tally.Right + found.Count(wanted.Remove), tally.Found + found.Length, tally.Wanted + toDecide);
        }

        return tally;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"precision {(Found == 0 ? 1 : (double)Right / Found):0.00} ({Right}/{Found}), recall {(Wanted == 0 ? 1 : (double)Right / Wanted):0.00} ({Right}/{Wanted})");
}
