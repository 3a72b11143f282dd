namespace Mem0Sharp.Tests.Model;

/// <content>Bringing back, taking back, and erasing.</content>
internal sealed partial class ModelOracle
{
    private string Restore(ModelCommand.Restore restore)
    {
        int number = restore.Number;
        if (Rows(number) is not [.., { } newest])
        {
            return nameof(MemoryNotFoundException);
        }

        int version = VersionBack(number, restore.VersionsBack);
        if (Version(number, version) is not { } wanted)
        {
            return nameof(MemoryValidationException);
        }

        int? expected = Expected(number, restore.VersionsOff);
        if (expected is not null && expected != newest.Version)
        {
            return nameof(MemoryConflictException);
        }

        return BroughtBack(number, wanted, isKnown: expected is not null || restore.Force);
    }

    /// <param name="number">The memory's number.</param>
    /// <param name="wanted">The version that comes back.</param>
    /// <param name="isKnown">Whether more than the last change may be undone.</param>
    private string BroughtBack(int number, MemoryItem wanted, bool isKnown)
    {
        MemoryItem newest = Rows(number)[^1].Item;
        bool isLive = _live.ContainsKey(number);
        MemoryItem next = WithContent(newest, wanted);
        return newest.IsImmutable && (isLive || !SaySame(newest, next)) ? nameof(ImmutableMemoryException)
            : isLive && SaySame(newest, next) ? $"{UpdateOutcome.Unchanged} {ModelView.Of(number, newest)}"
            : newest.Version - wanted.Version > 1 && !isKnown ? nameof(MemoryConflictException)
            : $"{UpdateOutcome.Updated} {ModelView.Of(number, Append(number, MemoryEvent.Restore, next))}";
    }

    private string RollBack(ModelCommand.RollBack rollback)
    {
        if (rollback is { Scope: null, WrittenBy: null })
        {
            return nameof(MemoryValidationException);
        }

        long through = LastKnown(rollback.Second);
        List<(int Number, string Answer)> answers = [];
        foreach (int number in _rows.Keys.OrderByDescending(number => _rows[number][0].Sequence).ToArray())
        {
            if ((rollback.Scope is null || IsIn(rollback.Scope, _rows[number][0].Item)) && TakenBack(number, through, rollback) is { } answer)
            {
                answers.Add((number, answer));
            }
        }

        return ModelView.Lines(answers.OrderBy(taken => taken.Number).Select(taken => ModelView.OfItem(taken.Number, taken.Answer)));
    }

    /// <returns>What became of a memory; null when there was nothing to take back.</returns>
    private string? TakenBack(int number, long through, ModelCommand.RollBack rollback)
    {
        HistoryEntry[] since = [.. Rows(number).Where(row => row.Sequence > through).SkipWhile(row => !IsMeant(row))];
        if (since.Length == 0)
        {
            return null;
        }

        if (!rollback.Force && !since.All(IsMeant))
        {
            return nameof(MemoryConflictException);
        }

        HistoryEntry? before = Rows(number).LastOrDefault(row => row.Sequence < since[0].Sequence);
        if (before is { IsDeleted: false })
        {
            return BroughtBack(number, before.Item, isKnown: true);
        }

        // It was not there: it is to be gone again. Where it is, nothing is to be done.
        return _live.TryGetValue(number, out MemoryItem? item)
            ? $"{UpdateOutcome.Deleted} {ModelView.Of(number, Append(number, MemoryEvent.Delete, item))}"
            : null;

        bool IsMeant(HistoryEntry row) => rollback.WrittenBy is null || string.Equals(row.ChangedBy, rollback.WrittenBy, StringComparison.Ordinal);
    }

    private string Erase(int[] numbers)
    {
        foreach (int number in numbers)
        {
            _live.Remove(number);
            _rows.Remove(number);
        }

        // It takes a place among the changes, however many memories it is.
        HasErased = numbers.Length > 0;
        _sequence += HasErased ? 1 : 0;
        return ModelView.OfErased(numbers, Now);
    }
}
