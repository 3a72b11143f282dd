using Mem0Sharp;

namespace Quickstart;

/// <summary>Shows what became of one fact: what it was compared with, what was decided, and what that changed.</summary>
internal static class FactLines
{
    private const int MostCandidates = 3;
    private const double LeastScore = 0.10;

    public static void Write(Screen screen, FactResult result)
    {
        string intent = result.Fact.Intent == FactIntent.Statement ? "" : $"  ({result.Fact.Intent.ToString().ToLowerInvariant()})";
        screen.Entry("fact", result.Fact.Text + intent);
        WriteCandidates(screen, result.Candidates);
        WriteDecision(screen, result);
    }

    /// <summary>Shows the decision and the change alone.</summary>
    public static void WriteDecision(Screen screen, FactResult result)
    {
        (string word, Tone tone, string change) = result.Outcome switch
        {
            FactOutcome.Added => ("ADD", Tone.Green, result.Item!.Text),
            FactOutcome.Updated => ("UPDATE", Tone.Yellow, $"{result.PreviousText} → {result.Item!.Text}"),
            FactOutcome.Deleted => ("DELETE", Tone.Red, result.PreviousText ?? result.Item!.Text),
            FactOutcome.Refused => ("REFUSED", Tone.Red, "nothing was changed"),
            _ => ("NONE", Tone.Blue, result.Item?.Text ?? "nothing to change"),
        };
        screen.Entry(word, result.Reason is { Length: > 0 } reason ? $"{change}  ({reason.TrimEnd('.')})" : change, tone);
    }

    private static void WriteCandidates(Screen screen, IReadOnlyList<MemoryCandidate> candidates)
    {
        MemoryCandidate[] near = [.. candidates.Where(candidate => candidate.Score >= LeastScore).Take(MostCandidates)];
        foreach (MemoryCandidate candidate in near)
        {
            screen.Entry($"  {Screen.Score(candidate.Score)}", candidate.Item.Text, textTone: Tone.Faint);
        }

        int rest = candidates.Count - near.Length;
        if (near.Length == 0)
        {
            string reason = rest == 0
                ? "nothing known to compare with"
                : $"nothing near: the best of {rest} scores {Screen.Score(candidates[0].Score)}";
            screen.Entry("  –", reason, textTone: Tone.Faint);
        }
    }
}
