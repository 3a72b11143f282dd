namespace Mem0Sharp;

/// <summary>One request on its way through the rules: who has claimed which memory, and what was decided.</summary>
internal sealed class RuleArbitration(ArbitrationRequest request)
{
    private readonly ComparedStatement[] _facts = [.. request.Facts.Select(fact => ComparedStatement.Of(fact.Text))];
    private readonly ComparedStatement[] _known = [.. request.Candidates.Select(candidate => ComparedStatement.Of(candidate.Item.Text))];
    private readonly MemoryDecision?[] _decisions = new MemoryDecision?[request.Facts.Count];
    private readonly int?[] _claimedBy = new int?[request.Candidates.Count];

    public List<MemoryDecision> Decide()
    {
        FindRepeats();

        // Changes claim their memory first: a statement that a later sentence corrects must not protect what it corrects.
        for (int fact = 0; fact < _facts.Length; fact++)
        {
            _decisions[fact] ??= request.Facts[fact].Intent switch
            {
                FactIntent.Retraction => Retract(fact),
                FactIntent.Correction => Known(fact) ?? Correct(fact),
                _ => null,
            };
        }

        for (int fact = 0; fact < _facts.Length; fact++)
        {
            _decisions[fact] ??= Known(fact) ?? new MemoryDecision.Add(fact);
        }

        return [.. _decisions.OfType<MemoryDecision>()];
    }

    private void FindRepeats()
    {
        HashSet<(string Words, bool TakesBack)> seen = [];
        for (int fact = 0; fact < _facts.Length; fact++)
        {
            bool takesBack = request.Facts[fact].Intent == FactIntent.Retraction;
            if (_facts[fact].Words.Length > 0 && !seen.Add((string.Join(' ', _facts[fact].Words), takesBack)))
            {
                _decisions[fact] = new MemoryDecision.None(fact) { Reason = "said twice in this request" };
            }
        }
    }

    private MemoryDecision? Known(int fact)
    {
        for (int candidate = 0; candidate < _known.Length; candidate++)
        {
            if (!StatementForm.Same(_facts[fact].Words, _known[candidate].Words))
            {
                continue;
            }

            if (_claimedBy[candidate] is not { } other)
            {
                _claimedBy[candidate] = fact;
                return new MemoryDecision.None(fact, candidate) { Reason = "known already" };
            }

            // Changed by what was said later: it holds no more. Said again after the change: it holds anew.
            return other > fact
                ? new MemoryDecision.None(fact) { Reason = "changed later in this request" }
                : new MemoryDecision.Add(fact) { Reason = "the memory that said it is changed in this request" };
        }

        return null;
    }

    private MemoryDecision Correct(int fact)
    {
        string[] old = request.Facts[fact].Replaces is { } replaces ? StatementForm.Of(replaces) : [];
        List<int> meant = [];
        for (int candidate = 0; candidate < _known.Length; candidate++)
        {
            bool matches = old.Length > 0
                ? NamedValueMatch.Is(_facts[fact].Words, old, _known[candidate].Words)
                : request.Facts[fact].Replaces is null && SlotMatch.Is(_facts[fact], _known[candidate]);
            if (matches)
            {
                meant.Add(candidate);
            }
        }

        return Refusal(meant) is { } reason
            ? new MemoryDecision.Add(fact) { Reason = reason }
            : new MemoryDecision.Update(fact, Claim(fact, meant[0]), request.Facts[fact].Text, request.Candidates[meant[0]].Item.Text)
            {
                Reason = "the speaker corrected it",
            };
    }

    private MemoryDecision Retract(int fact)
    {
        List<int> meant = [];
        int strongest = 1;
        for (int candidate = 0; candidate < _known.Length; candidate++)
        {
            int strength = RetractionMatch.Strength(_facts[fact].Words, _known[candidate].Words);
            if (strength > strongest)
            {
                meant.Clear();
                strongest = strength;
            }

            if (strength == strongest)
            {
                meant.Add(candidate);
            }
        }

        return Refusal(meant) is { } reason
            ? new MemoryDecision.None(fact) { Reason = reason }
            : new MemoryDecision.Delete(fact, Claim(fact, meant[0]), request.Candidates[meant[0]].Item.Text) { Reason = "the speaker took it back" };
    }

    // Why no memory is touched, or null when one is clearly meant and may be.
    private string? Refusal(List<int> meant) => meant.Count switch
    {
        0 => "no known memory is clearly meant",
        > 1 => "several known memories could be meant",
        _ when request.Candidates[meant[0]].Item.IsImmutable => "the memory meant is immutable",
        _ when _claimedBy[meant[0]] is not null => "the memory meant has a decision already",
        _ => null,
    };

    private int Claim(int fact, int candidate)
    {
        _claimedBy[candidate] = fact;
        return candidate;
    }
}
