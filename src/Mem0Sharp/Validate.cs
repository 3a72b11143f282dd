using System.Text;

namespace Mem0Sharp;

/// <summary>The checks that stand at the door, before anything is embedded, asked of a model, or written.</summary>
internal static class Validate
{
    public static string Id(string id, string parameter)
    {
        ArgumentNullException.ThrowIfNull(id, parameter);
        if (id.Length is 0 or > MemoryLimits.IdLength)
        {
            throw new MemoryValidationException(
                parameter,
                id.Length == 0 ? "The id is empty." : $"The id has {id.Length} characters.",
                $"Give 1 to {MemoryLimits.IdLength} characters without white space.");
        }

        foreach (char c in id)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                throw new MemoryValidationException(
                    parameter, "The id holds white space or a control character.", "Trim it, or replace the white space.");
            }
        }

        WellFormed(id, parameter);
        return id;
    }

    public static string Text(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new MemoryValidationException(parameter, "The text is blank.", "Give text with at least one visible character.");
        }

        if (text.Length > MemoryLimits.TextLength)
        {
            throw new MemoryValidationException(
                parameter,
                $"The text has {text.Length} characters; the limit is {MemoryLimits.TextLength}.",
                "Split it into several memories: one fact each is found best.");
        }

        WellFormed(text, parameter);
        return text;
    }

    /// <summary>Checks a key of the caller's: 1 character or more, any but half a surrogate pair.</summary>
    public static string Key(string key, string parameter) => key.Length > 0
        ? Label(key, MemoryLimits.IdLength, parameter)!
        : throw new MemoryValidationException(parameter, "The key is empty.", "Leave it null, or give a key that names the call.");

    /// <summary>Checks words of the caller's that are stored beside a memory: an author, a message's id, a reason. Null is none.</summary>
    public static string? Label(string? label, int length, string parameter)
    {
        if (label is null)
        {
            return null;
        }

        if (label.Length > length)
        {
            throw new MemoryValidationException(
                parameter, $"It has {label.Length} characters; the limit is {length}.", "Shorten it.");
        }

        WellFormed(label, parameter);
        return label;
    }

    public static IReadOnlyList<string> Tags(IEnumerable<string> tags, string parameter)
    {
        ArgumentNullException.ThrowIfNull(tags, parameter);
        List<string> distinct = [];
        foreach (string tag in tags)
        {
            if (string.IsNullOrWhiteSpace(tag) || tag.Length > MemoryLimits.TagLength)
            {
                throw new MemoryValidationException(
                    parameter, "A tag is blank or too long.", $"Give tags of 1 to {MemoryLimits.TagLength} characters.");
            }

            WellFormed(tag, parameter);
            if (!distinct.Contains(tag, StringComparer.Ordinal))
            {
                distinct.Add(tag);
            }
        }

        return distinct.Count <= MemoryLimits.Tags
            ? distinct
            : throw new MemoryValidationException(
                parameter, $"There are {distinct.Count} tags.", $"Give at most {MemoryLimits.Tags} tags.");
    }

    public static double Strength(double strength, string parameter) => strength is > 0 and <= 1
        ? strength
        : throw new MemoryValidationException(
            parameter, "The strength is not a number above 0 and up to 1.", "Give a number above 0, at most 1; to unlink, remove the link.");

    public static IReadOnlyList<MemoryLink> Links(IEnumerable<MemoryLink> links, string parameter)
    {
        ArgumentNullException.ThrowIfNull(links, parameter);
        List<MemoryLink> distinct = [];
        HashSet<string> targets = new(StringComparer.Ordinal);
        foreach (MemoryLink link in links)
        {
            ArgumentNullException.ThrowIfNull(link, parameter);
            if (!targets.Add(link.TargetId))
            {
                throw new MemoryValidationException(parameter, "Two links lead to the same memory.", "Give one link for each memory.");
            }

            distinct.Add(link);
        }

        return distinct.Count <= MemoryLimits.Links
            ? distinct
            : throw new MemoryValidationException(
                parameter, $"There are {distinct.Count} links.", $"Give at most {MemoryLimits.Links} links; remove some first.");
    }

    /// <summary>Refuses a link of a memory to itself.</summary>
    public static void NoLinkTo(string id, IEnumerable<string> targetIds, string parameter)
    {
        if (targetIds.Contains(id, StringComparer.Ordinal))
        {
            throw new MemoryValidationException(parameter, "A link leads from the memory to itself.", "Leave it out: link different memories.");
        }
    }

    public static int Hops(int hops, string parameter) => hops is >= 1 and <= MemoryLimits.Hops
        ? hops
        : throw new MemoryValidationException(parameter, $"A walk of {hops} hops was asked for.", $"Ask for 1 to {MemoryLimits.Hops}.");

    public static int Top(int top, string parameter) => top is >= 1 and <= MemoryLimits.Top
        ? top
        : throw new MemoryValidationException(
            parameter, $"{top} results were asked for.", $"Ask for 1 to {MemoryLimits.Top}.");

    public static int ContextTokens(int tokens, string parameter) => tokens is >= 1 and <= MemoryLimits.ContextTokens
        ? tokens
        : throw new MemoryValidationException(
            parameter, $"A budget of {tokens} tokens was given.", $"Give 1 to {MemoryLimits.ContextTokens}.");

    /// <summary>Checks a number of things that may be none.</summary>
    public static int Count(int count, int most, string parameter) => count >= 0 && count <= most
        ? count
        : throw new MemoryValidationException(parameter, $"A number of {count} was given.", $"Give 0 to {most}.");

    public static double? Score(double? score, string parameter) => score is null or (>= -1 and <= 1)
        ? score
        : throw new MemoryValidationException(
            parameter, "The score is not a number from -1 to 1.", "Give a cosine similarity: 1 same direction, 0 unrelated.");

    public static double Share(double share, string parameter) => share is >= 0 and <= 1
        ? share
        : throw new MemoryValidationException(parameter, "The value is not a number from 0 to 1.", "Give a number from 0 to 1.");

    public static int RerankDepth(int depth, string parameter) => depth is >= 1 and <= 100
        ? depth
        : throw new MemoryValidationException(parameter, $"A reranker cannot be shown {depth} memories.", "Give a number from 1 to 100.");

    public static TimeSpan HalfLife(TimeSpan halfLife, string parameter) => halfLife > TimeSpan.Zero
        ? halfLife
        : throw new MemoryValidationException(parameter, "The half-life is not above 0.", "Give the time after which it is to count half.");

    /// <summary>Checks a half-life of a search: only a score of several signals has room for one more.</summary>
    public static void HalfLife(TimeSpan? halfLife, MemorySearchMode mode, string parameter)
    {
        if (halfLife is not { } given)
        {
            return;
        }

        HalfLife(given, parameter);
        if (mode != MemorySearchMode.Hybrid)
        {
            throw new MemoryValidationException(
                parameter,
                $"A half-life was given for a search by {mode}, whose score has no other signal.",
                $"Search by {nameof(MemorySearchMode)}.{nameof(MemorySearchMode.Hybrid)}, or leave it out.");
        }
    }

    public static MemoryTrust? Trust(MemoryTrust? trust, string parameter) =>
        trust is null or (>= MemoryTrust.Untrusted and <= MemoryTrust.Trusted)
            ? trust
            : throw new MemoryValidationException(parameter, $"There is no tier of trust {(int)trust}.", "Give one of MemoryTrust's values.");

    public static MemoryImageMode Images(MemoryImageMode mode, string parameter) => mode is >= MemoryImageMode.Skip and <= MemoryImageMode.Refuse
        ? mode
        : throw new MemoryValidationException(parameter, $"There is no mode {(int)mode} for images.", "Give one of MemoryImageMode's values.");

    public static MemoryQueueMode QueueMode(MemoryQueueMode mode, string parameter) => mode is >= MemoryQueueMode.Never and <= MemoryQueueMode.Always
        ? mode
        : throw new MemoryValidationException(parameter, $"There is no mode {(int)mode} for the queue.", "Give one of MemoryQueueMode's values.");

    public static MemoryAddMode Mode(MemoryAddMode mode, string parameter) => mode is >= MemoryAddMode.Reconcile and <= MemoryAddMode.Procedural
        ? mode
        : throw new MemoryValidationException(parameter, $"There is no mode {(int)mode}.", "Give one of MemoryAddMode's values.");

    public static MemorySearchMode SearchMode(MemorySearchMode mode, string parameter) => mode is >= MemorySearchMode.Hybrid and <= MemorySearchMode.Keyword
        ? mode
        : throw new MemoryValidationException(parameter, $"There is no mode {(int)mode} for a search.", "Give one of MemorySearchMode's values.");

    public static FactSubject? Subject(FactSubject? subject, string parameter) => subject is null or (>= FactSubject.User and <= FactSubject.Both)
        ? subject
        : throw new MemoryValidationException(parameter, $"There is no subject {(int)subject}.", "Give one of FactSubject's values.");

    public static int? Version(int? version, string parameter) => version is null or >= 1
        ? version
        : throw new MemoryValidationException(parameter, $"Version {version} cannot exist.", "Versions are 1, 2, 3 and so on.");

    /// <summary>Refuses an empty or too large batch and an id that stands in it twice.</summary>
    public static void Batch(IReadOnlyList<string> ids, string parameter)
    {
        if (ids.Count is 0 or > MemoryLimits.BatchSize)
        {
            throw new MemoryValidationException(
                parameter, $"The batch has {ids.Count} items.", $"Give 1 to {MemoryLimits.BatchSize} items; split what is larger.");
        }

        HashSet<string> seen = new(ids.Count, StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (!seen.Add(Id(id, parameter)))
            {
                throw new MemoryValidationException(
                    parameter, "The same id is in the batch twice.", "Merge the two changes into one, or send two batches.");
            }
        }
    }

    /// <summary>Refuses an empty or too large list of questions, and one that is blank.</summary>
    public static void Questions(IReadOnlyList<string> questions, string parameter)
    {
        if (questions.Count is 0 or > MemoryLimits.BatchSize)
        {
            throw new MemoryValidationException(
                parameter, $"There are {questions.Count} questions.", $"Give 1 to {MemoryLimits.BatchSize}; split what is more.");
        }

        foreach (string question in questions)
        {
            Text(question, parameter);
        }
    }

    public static void ValidityInterval(DateTimeOffset? from, DateTimeOffset? to, string parameter)
    {
        if (from is { } start && to is { } end && end <= start)
        {
            throw new MemoryValidationException(
                parameter, "The memory would stop holding before it starts.", "Give a ValidTo after ValidFrom.");
        }
    }

    public static void WellFormed(string value, string parameter)
    {
        if (!IsWellFormed(value))
        {
            throw new MemoryValidationException(
                parameter, "The text holds half a surrogate pair, which is no character.", "Remove or repair it.");
        }
    }

    /// <summary>Tells whether a text is of whole characters.</summary>
    /// <remarks>UTF-8 has no form for half a surrogate pair: it would come back as another character.</remarks>
    public static bool IsWellFormed(string value)
    {
        ReadOnlySpan<char> rest = value;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }
}
