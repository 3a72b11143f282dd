namespace Mem0Sharp.Tests.History.Past;

/// <summary>
/// The naive answer to every look back: it keeps, after each change, the list of everything that is said of a memory, and to answer
/// paints that list on the line of time, in order, so that what is said later covers what was said before.
/// </summary>
/// <remarks>
/// Written from what is said of <see cref="MemoryAsOf"/>, <see cref="MemoryPatch"/> and restores. The history does not say which of two
/// versions with the same content was restored: the later one counts.
/// </remarks>
internal sealed class PastOracle(PastFault fault = PastFault.None)
{
    private readonly List<Change> _log = [];

    /// <summary>Makes a change.</summary>
    /// <returns>The version that it makes; null when it is refused or changes nothing.</returns>
    public int? Apply(PastCommand command, int now)
    {
        Change? last = _log.FindLast(change => change.Number == command.Number);
        Change? next = command switch
        {
            PastCommand.Add add => last is null
                ? new Change(now, add.Number, [new Word(1, new Content(add.Text, string.Empty, add.From, add.To, add.Expires))])
                : null,
            PastCommand.Patch patch when last is { IsDeleted: false } => Patched(last, patch, now),
            PastCommand.Delete when last is { IsDeleted: false } =>
                new Change(now, command.Number, [.. last.Words[..^1], last.Words[^1] with { Version = last.Version + 1 }]) { IsDeleted = true },
            PastCommand.Restore restore when last is not null && restore.Version <= last.Version => Restored(last, restore.Version, now),
            _ => null,
        };
        if (next is not null)
        {
            _log.Add(next);
        }

        return next?.Version;
    }

    /// <summary>Gets how many versions a memory has.</summary>
    public int Versions(int number) => _log.Count(change => change.Number == number);

    /// <summary>Gets the version of a memory that counts, or null.</summary>
    public int? Answer(int number, PastQuestion question) =>
        Known(question.KnownAt).LastOrDefault(change => change.Number == number) is { } last ? Counting(last, question.HeldAt) : null;

    /// <summary>Gets what a listing gives: number and version, newest-added first.</summary>
    public IEnumerable<(int Number, int Version)> List(PastQuestion question, bool includeExpired, int now)
    {
        List<Change> known = Known(question.KnownAt);
        int asOf = fault == PastFault.ExpiryOfNow ? now : question.KnownAt ?? now;
        foreach (int number in known.Select(change => change.Number).Distinct().Reverse())
        {
            Change last = known.Last(change => change.Number == number);
            bool isHidden = !includeExpired && last.Words[^1].Content.Expires is { } end && end <= asOf;
            if (!isHidden && Counting(last, question.HeldAt) is { } version)
            {
                yield return (number, version);
            }
        }
    }

    /// <summary>Everything up to the last change that was recorded by then, whatever the clock said in between.</summary>
    private List<Change> Known(int? at) => at is not { } then ? _log
        : fault == PastFault.ClockAlone ? _log.FindAll(change => change.At <= then)
        : _log.GetRange(0, _log.FindLastIndex(change => change.At <= then) + 1);

    private int? Counting(Change last, int? heldAt)
    {
        if (last.IsDeleted && (heldAt is null || fault != PastFault.DeleteTakesNothingBack))
        {
            return null;
        }

        if (heldAt is not { } moment)
        {
            return last.Words[^1].Version;
        }

        int? painted = null;
        foreach (Word word in fault == PastFault.NewestTextOnly ? last.Words[^1..] : last.Words)
        {
            bool isEnded = word.Content.To is { } to && (fault == PastFault.EndIsInclusive ? to < moment : to <= moment);
            if (!(word.Content.From > moment) && !isEnded)
            {
                painted = fault == PastFault.FirstTextWins ? painted ?? word.Version : word.Version;
            }
        }

        return painted;
    }

    private Change? Patched(Change last, PastCommand.Patch patch, int now)
    {
        Content old = last.Words[^1].Content;
        Content content = old with
        {
            Text = patch.Text ?? old.Text,
            Tag = patch.Tag ?? old.Tag,
            From = patch.From is { } from ? Instant(from) : patch.Timestamp ?? old.From,
            To = patch.To is { } to ? Instant(to) : old.To,
        };
        if (content.To <= content.From || content == old)
        {
            return null;
        }

        Word word = new(last.Version + 1, content);
        bool isSameText = string.Equals(old.Text, content.Text, StringComparison.Ordinal) && fault != PastFault.SameTextAddsToIt;
        return new Change(now, last.Number, isSameText ? [.. last.Words[..^1], word] : [.. last.Words, word]);
    }

    private Change? Restored(Change last, int version, int now)
    {
        List<Change> own = _log.FindAll(change => change.Number == last.Number);
        Content content = own[version - 1].Words[^1].Content;
        if (!last.IsDeleted && content == last.Words[^1].Content)
        {
            return null;
        }

        Word word = new(last.Version + 1, content);
        Change then = own.FindLast(change => !change.IsDeleted && change.Words[^1].Content == content)!;
        return new Change(
            now, last.Number, fault == PastFault.RestoreTakesNothingBack ? [.. last.Words, word] : [.. then.Words[..^1], word]);
    }

    private static int? Instant(int second) => second == PastCommand.Cleared ? null : second;

    private sealed record Content(string Text, string Tag, int? From, int? To, int? Expires);

    private sealed record Word(int Version, Content Content);

    /// <summary>What is said of a memory after a change: its statements, oldest first, each in its last version.</summary>
    private sealed record Change(int At, int Number, Word[] Words)
    {
        public bool IsDeleted { get; init; }

        public int Version => Words[^1].Version;
    }
}
