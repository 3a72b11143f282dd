using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>Recognises what asks the assistant to do something.</summary>
internal static class AssistantRequests
{
    // Hardly ever the first word of a statement.
    private static readonly FrozenSet<string> Verbs = FrozenSet.ToFrozenSet(
        [
            "please", "write", "tell", "give", "create", "translate", "summarize", "summarise", "explain", "generate", "recommend", "suggest",
            "describe", "compare", "rewrite", "remind", "let", "let's", "lets", "send", "add", "delete", "remove", "forget", "erase", "disregard",
            "don't", "do", "keep", "stop", "try", "continue", "go", "take", "have", "enjoy", "wait", "think", "draft", "shorten", "calculate",
            "convert", "analyze", "analyse", "ask", "answer", "read", "remember", "note", "imagine", "hold", "scratch", "never", "hope",
            "thank", "thanks", "congrats", "congratulations", "good", "happy", "sounds", "looks", "looking", "glad", "stay", "be", "get", "bring",
            "come", "say", "sending", "wishing", "wish", "best", "bye", "goodbye", "goodnight", "welcome", "see", "ignore", "cheers",
        ],
        StringComparer.Ordinal);

    // Nouns too ("Book club is on Monday"): a request only before an object.
    private static readonly FrozenSet<string> Ambiguous = FrozenSet.ToFrozenSet(
        [
            "show", "make", "list", "find", "search", "help", "fix", "check", "book", "set", "schedule", "plan", "call", "look", "open", "run", "use",
            "change", "update", "edit", "order", "play", "start", "end", "finish", "turn", "put", "save", "store", "sort", "test", "review", "cook", "pick",
            "provide", "teach", "print", "share", "talk", "work", "move", "name", "cancel", "strike", "email", "text", "message", "drop",
        ],
        StringComparer.Ordinal);

    private static readonly string[] Objects =
    [
        "me", "us", "a", "an", "the", "my", "our", "this", "that", "it", "these", "those", "some", "all", "for", "up", "out", "at", "with", "to", "into",
        "something", "everything", "3", "three", "two", "five", "another", "more", "any", "your", "them", "him", "her", "from", "in", "on",
    ];

    private static readonly string[] OfYou =
    [
        "i want you to", "i need you to", "i'd like you to", "i would like you to", "i'd love for you to", "i want your", "i need your help",
        "i need help", "i would appreciate", "i'd appreciate", "you can", "you could", "you should", "you need to", "you must",
    ];

    public static bool Is(SpokenSentence sentence, int at) =>
        at < sentence.Count
        && ((Verbs.Contains(sentence[at].Lower) && !IsSubject(sentence, at))
            || (Ambiguous.Contains(sentence[at].Lower) && (at + 1 == sentence.Count || sentence.Is(at + 1, Objects)))
            || sentence.SaysOneOf(at, OfYou) > 0);

    // "Good Friday is …", "Hope is my sister", "Read is …": the verb right behind shows a name.
    private static bool IsSubject(SpokenSentence sentence, int at) => sentence.Is(at + 1, "is", "was", "lives", "works", "has");
}
