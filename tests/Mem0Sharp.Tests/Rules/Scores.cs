using System.Text;

namespace Mem0Sharp.Tests.Rules;

/// <summary>Precision and recall of the rules over one part of the labelled set.</summary>
internal sealed class Scores
{
    private static readonly string[] Events = ["ADD", "NONE", "UPDATE", "DELETE"];
    private readonly Dictionary<string, Tally> _tallies = Events.Append("facts").ToDictionary(name => name, _ => new Tally(), StringComparer.Ordinal);
    private readonly StringBuilder _misses = new();
    private int _items;

    public Tally this[string name] => _tallies[name];

    public static async Task<Scores> MeasureAsync(string part, CancellationToken cancellationToken)
    {
        Scores scores = new();
        foreach (LabelledItem item in LabelledSet.Read(part))
        {
            scores.Add(item, await RuleRun.RunAsync(item, cancellationToken));
        }

        return scores;
    }

    public override string ToString() =>
        $"{_items} items\n" + string.Join('\n', _tallies.Select(one => $"{one.Key,-7} {one.Value}")) + "\n\n" + _misses;

    private void Add(LabelledItem item, IReadOnlyList<Outcome> outcomes)
    {
        _items++;
        _tallies["facts"].Add(Pairs(item.Expect, outcomes, (outcome, expected) => outcome.IsAbout(expected)), outcomes.Count, item.Expect.Count);
        int right = 0;
        foreach (string name in Events)
        {
            List<LabelledDecision> wanted = [.. item.Expect.Where(one => string.Equals(one.Event, name, StringComparison.Ordinal))];
            List<Outcome> found = [.. outcomes.Where(one => string.Equals(one.Event, name, StringComparison.Ordinal))];
            int met = Pairs(wanted, found, (outcome, expected) => outcome.Meets(expected));
            right += met;
            _tallies[name].Add(met, found.Count, wanted.Count);
        }

        if (right != outcomes.Count || right != item.Expect.Count)
        {
            _misses.Append(item.Id).Append(' ').Append(item.Kind).Append(": wanted ").AppendJoin(", ", item.Expect).Append("; found ").AppendJoin(", ", outcomes).Append('\n');
        }
    }

    // Each outcome meets at most one expectation, and each expectation at most one outcome.
    private static int Pairs(IReadOnlyList<LabelledDecision> wanted, IReadOnlyList<Outcome> found, Func<Outcome, LabelledDecision, bool> matches)
    {
        List<Outcome> left = [.. found];
        return wanted.Count(expected => left.FindIndex(outcome => matches(outcome, expected)) is var at and >= 0 && Remove(left, at));
    }

    private static bool Remove(List<Outcome> left, int at)
    {
        left.RemoveAt(at);
        return true;
    }
}
