namespace Mem0Sharp;

/// <summary>Turns decisions into writes, refuses those that may not be, and puts the writes' results back to their facts.</summary>
internal sealed class DecisionPlan
{
    private readonly AddContext _context;
    private readonly IReadOnlyList<ExtractedFact> _facts;
    private readonly RecalledCandidates _known;
    private readonly TimeProvider _time;
    private readonly DecisionCheck _check;
    private readonly List<MemoryWrite> _writes = [];
    private readonly List<MemoryDecision> _given = [];
    private readonly List<(MemoryDecision Decision, int? Write, string? Refusal)> _taken = [];
    private IReadOnlyList<int> _elsewhere = [];

    public DecisionPlan(AddContext context, IReadOnlyList<ExtractedFact> facts, RecalledCandidates known, TimeProvider time)
    {
        _context = context;
        _facts = facts;
        _known = known;
        _time = time;
        _check = new DecisionCheck(facts, [.. known.Candidates.Take(known.ShownCount)]);
    }

    public IReadOnlyList<MemoryWrite> Writes => _writes;

    public void Take(MemoryDecision given)
    {
        _given.Add(given);
        MemoryDecision decision = WithoutTwin(given);

        // The known twin need not be among those that were shown.
        bool isTwin = decision is MemoryDecision.None && !ReferenceEquals(decision, given);
        if (!isTwin && _check.Refusal(decision) is { } refusal)
        {
            _taken.Add((decision, null, refusal));
            return;
        }

        try
        {
            MemoryWrite? write = Write(decision);
            if (write is not null)
            {
                _writes.Add(write with
                {
                    Note = _context.Note(_facts[decision.Fact], Validate.Label(decision.Reason, MemoryLimits.ReasonLength, "reason")),
                    Guard = GuardOf(write),
                    Unless = write is MemoryWrite.Add add ? _context.Unless(add.Draft.Text, _known.Sequence) : null,
                    Within = _context.Within,
                });
            }

            _taken.Add((decision, write is null ? null : _writes.Count - 1, null));
        }
        catch (MemoryValidationException exception)
        {
            _taken.Add((decision, null, exception.Message));
        }
    }

    /// <summary>Gets the facts about which was decided on a version of a memory that it has no longer.</summary>
    public IReadOnlyList<int> Outdated(IReadOnlyList<MemoryWriteResult> results) =>
    [
        .. _taken
            .Where(taken => taken.Write is { } write && results[write].Error is MemoryConflictException or MemoryNotFoundException)
            .Select(taken => taken.Decision.Fact)
            .Distinct()
            .Order(),
    ];

    /// <summary>Makes the plan anew without some facts, about which another plan decides.</summary>
    public DecisionPlan Without(IReadOnlyList<int> facts)
    {
        DecisionPlan rest = new(_context, _facts, _known, _time) { _elsewhere = facts };
        foreach (MemoryDecision decision in _given.Where(given => !facts.Contains(given.Fact)))
        {
            rest.Take(decision);
        }

        return rest;
    }

    /// <summary>Makes one result for each decision, in the order of the facts, and one for each fact that nobody decided about.</summary>
    public IReadOnlyList<FactResult> Outcomes(IReadOnlyList<MemoryWriteResult> results)
    {
        List<(int Fact, FactResult Result)> outcomes = [];
        foreach ((MemoryDecision decision, int? write, string? refusal) in _taken)
        {
            outcomes.Add((decision.Fact, Outcome(decision, write is { } index ? results[index] : null, refusal)));
        }

        for (int i = 0; i < _facts.Count; i++)
        {
            if (!_elsewhere.Contains(i) && !outcomes.Exists(outcome => outcome.Fact == i))
            {
                outcomes.Add((i, Refused(i, "No decision was made about it.", error: null)));
            }
        }

        return [.. outcomes.OrderBy(outcome => outcome.Fact).Select(outcome => outcome.Result)];
    }

    /// <summary>
    /// Makes of a decision to add what is known in the same words the decision to leave it: a memory has no twin. One that is trusted less
    /// is no twin, and to leave a fact to it is to add it: what anybody may have written must not stand for what the user says.
    /// </summary>
    private MemoryDecision WithoutTwin(MemoryDecision decision)
    {
        string? text = decision switch
        {
            _ when decision.Fact < 0 || decision.Fact >= _facts.Count => null,
            MemoryDecision.Add add => add.Text ?? _facts[add.Fact].Text,
            MemoryDecision.None { Candidate: { } known } when IsSaidByLess(_facts[decision.Fact], known) => _facts[decision.Fact].Text,
            _ => null,
        };
        return text is null ? decision
            : _known.NumberOf(text, _context.Trust) is { } twin ? new MemoryDecision.None(decision.Fact, twin) { Reason = "It is known in the same words." }
            : decision as MemoryDecision.Add ?? new MemoryDecision.Add(decision.Fact) { Reason = "What is known in the same words is trusted less." };
    }

    private bool IsSaidByLess(ExtractedFact fact, int known) =>
        known >= 0
        && known < _known.ShownCount
        && fact.Intent != FactIntent.Retraction
        && Candidate(known).Trust < _context.Trust
        && ComparableText.AreSame(Candidate(known).Text, fact.Text);

    private MemoryWrite? Write(MemoryDecision decision) => decision switch
    {
        MemoryDecision.Add add => _context.Added(_facts[add.Fact], Validate.Text(add.Text ?? _facts[add.Fact].Text, "text"), _time),
        MemoryDecision.Update update => _context.Updated(
            _facts[update.Fact], Candidate(update.Candidate), Validate.Text(update.Text, "text")),
        MemoryDecision.Delete delete => new MemoryWrite.Delete(Candidate(delete.Candidate).Id)
        {
            ExpectedVersion = Candidate(delete.Candidate).Version,
        },
        MemoryDecision.None { Candidate: { } candidate } => new MemoryWrite.Link(Candidate(candidate).Id, _context.Scope),
        _ => null,
    };

    private RejectionGuard? GuardOf(MemoryWrite write) => write switch
    {
        MemoryWrite.Add add => _context.Guard(add.Draft.Text),
        MemoryWrite.Patch { Change.Text: { } text } => _context.Guard(text),
        _ => null,
    };

    private MemoryItem Candidate(int number) => _known.Candidates[number].Item;

    private FactResult Outcome(MemoryDecision decision, MemoryWriteResult? result, string? refusal)
    {
        if (refusal is not null || result?.Error is not null)
        {
            return Refused(decision.Fact, refusal ?? result!.Error!.Message, result?.Error);
        }

        if (result is { IsSuppressed: true })
        {
            return ExtractedFacts.SuppressedResult(_facts[decision.Fact], _known.Of(decision.Fact));
        }

        return new FactResult
        {
            Fact = _facts[decision.Fact],
            Candidates = _known.Of(decision.Fact),
            Outcome = decision switch
            {
                MemoryDecision.Add => FactOutcome.Added,
                MemoryDecision.Update when result!.Outcome == UpdateOutcome.KeptBoth => FactOutcome.Added,
                MemoryDecision.Update when result!.Change is { Event: MemoryEvent.Update } => FactOutcome.Updated,
                MemoryDecision.Delete => FactOutcome.Deleted,
                _ => FactOutcome.None,
            },
            Item = result?.Item,
            PreviousText = decision is MemoryDecision.Update or MemoryDecision.Delete ? result?.Change?.OldText : null,
            Reason = decision.Reason,
        };
    }

    private FactResult Refused(int fact, string reason, MemoryException? error) => new()
    {
        // A decision about a fact that was not given has none to show.
        Fact = fact >= 0 && fact < _facts.Count ? _facts[fact] : new ExtractedFact(string.Empty),
        Candidates = fact >= 0 && fact < _facts.Count ? _known.Of(fact) : [],
        Outcome = FactOutcome.Refused,
        Reason = reason,
        Error = error,
    };
}
