namespace Mem0Sharp;

/// <summary>Finds requests to forget: "Forget that I …", "Please delete my …", "Scratch that I …".</summary>
internal static class RetractionCommands
{
    private const int LongestObject = 8;

    private static readonly string[] Politeness =
    [
        "please", "can you please", "could you please", "can you", "could you", "would you", "will you", "you can", "you may", "you should",
        "i want you to", "i need you to", "i'd like you to", "i would like you to", "now", "just", "ok", "okay", "also",
    ];

    private static readonly string[] Verbs =
        ["forget", "delete", "remove", "erase", "disregard", "ignore", "stop remembering", "don't remember", "do not remember", "scratch", "strike", "drop", "unlearn", "please forget"];

    private static readonly string[] Holders =
    [
        "the note", "the memory", "the fact", "the entry", "the part", "the bit", "the information", "the info", "the detail", "the thing", "your note",
        "your memory", "that note", "that memory", "any memory", "all memories", "memories", "the record",
    ];

    private static readonly string[] Links = ["that", "about", "where", "on", "regarding", "of", "saying", "concerning"];

    /// <summary>Returns what is to be forgotten, or null when the sentence, from there on, asks nothing of the kind.</summary>
    public static Finding? Find(SpokenSentence sentence, int from, bool isQuestion)
    {
        int at = from;
        bool asked = false;
        while (sentence.SaysOneOf(at, Politeness) is var polite and > 0)
        {
            asked |= sentence.Is(at, "can", "could", "would", "will");
            at += polite;
        }

        if (isQuestion && !asked)
        {
            return null;
        }

        int verb = sentence.SaysOneOf(at, Verbs);
        return verb > 0 && !sentence[at + verb - 1].Breaks && Object(sentence, at + verb) is { } start
            ? new Finding(sentence.Slice(start, End(sentence, start)), FactIntent.Retraction, null, sentence.Count)
            : null;
    }

    private static int? Object(SpokenSentence sentence, int at)
    {
        if (sentence.Is(at, "that") && !sentence[at].Breaks && Clauses.StartsAt(sentence, at + 1))
        {
            return at + 1;
        }

        if (sentence.Is(at, "i", "i'm", "i've", "we", "we're", "we've") && Clauses.StartsAt(sentence, at))
        {
            return at;
        }

        int holder = sentence.SaysOneOf(at, Holders);
        if (holder > 0 && sentence.Is(at + holder, Links) && at + holder + 1 < sentence.Count)
        {
            return at + holder + 1;
        }

        if (sentence.Is(at, "what", "everything", "anything", "all", "whatever"))
        {
            return AfterAbout(sentence, at);
        }

        int own = sentence.Is(at, "about") ? at + 1 : at;
        return sentence.Is(own, "my", "our", "me", "us") && IsAboutTheSpeaker(sentence, own) && own + (sentence.Is(own, "me", "us") ? 0 : 1) < sentence.Count && sentence.Count - own <= LongestObject
            ? own
            : null;
    }

    // "Delete my last message" and "remove my name from the draft" are work to do, not memories to forget.
    private static bool IsAboutTheSpeaker(SpokenSentence sentence, int own)
    {
        if (sentence.Is(own + 1, "last", "first", "previous", "latest", "draft", "message", "messages", "file", "files", "text"))
        {
            return false;
        }

        for (int i = own + 1; i < End(sentence, own); i++)
        {
            if (sentence.Is(i, "from") || (sentence[i].Breaks && i + 1 < sentence.Count))
            {
                return false;
            }
        }

        return true;
    }

    // "what I told you about my knee" means the knee; "everything about me" means everything, and is left as it is.
    private static int? AfterAbout(SpokenSentence sentence, int at)
    {
        for (int i = at + 1; i < sentence.Count - 1; i++)
        {
            if (sentence.Is(i, "about", "regarding", "concerning"))
            {
                return sentence.Is(i + 1, "me", "us", "myself") ? at : i + 1;
            }
        }

        return null;
    }

    private static int End(SpokenSentence sentence, int start)
    {
        int end = sentence.Count;
        foreach (string tail in (ReadOnlySpan<string>)["from your memory", "from memory", "from my profile", "from my memories", "please", "now", "thanks", "again", "as well", "too"])
        {
            int words = tail.AsSpan().Count(' ') + 1;
            if (end - words > start && sentence.Says(end - words, tail))
            {
                end -= words;
            }
        }

        return end;
    }
}
