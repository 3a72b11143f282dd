namespace Mem0Sharp;

/// <summary>Recognises what is said to keep a conversation going and tells nothing about the speaker that lasts.</summary>
internal static class Fillers
{
    // The whole sentence, with nothing or little behind it.
    private static readonly string[] Whole =
    [
        "i see", "i agree", "i understand", "i know", "i get it", "i got it", "i think so", "i guess", "i guess so", "i hope so", "i don't know", "i dont know",
        "i do not know", "i'm not sure", "i am not sure", "i'm fine", "i'm good", "i'm ok", "i'm okay", "i'm doing well", "i'm doing great", "i'm great",
        "i can't wait", "i cant wait", "i'm sorry", "i am sorry", "i love it", "i love that", "i like it", "i like that", "i bet", "i totally agree",
        "i completely agree", "i couldn't agree more", "i feel you", "i hear you", "i'm here", "i did", "i do", "i didn't", "i don't", "i haven't", "i won't", "i wasn't", "i hadn't", "i couldn't", "i am", "i will", "i have", "i can",
        "i'll try", "i'll do that", "i'll do it", "i will do", "i'll check it out", "i'll let you know", "i'll keep you posted", "i'll be back",
        "i'm in", "i'm ready", "i'm back", "i'm listening", "i'm excited", "i'm so excited", "i'm so happy", "i promise", "i wonder",
        "i think that's great", "i really appreciate it", "i appreciate it", "i appreciate that", "that helps me", "that means a lot to me",
        "it means a lot to me", "we'll see", "we will see", "works for me", "fine by me", "same to me", "me too", "same here", "not me", "my pleasure",
        "it's up to you", "i have no idea", "i've no idea", "i've got no idea", "i'm kidding", "i'm just kidding", "i was kidding", "i was joking",
        "i'm joking", "i don't mind", "i have a question", "i have a few questions", "i'm all ears", "i'm with you", "i've heard of it", "i wish",
        "i'd love to", "i'd love that", "i would love to", "i would love that", "my goodness", "my god", "oh my", "my apologies", "that's my plan",
        "i'm glad", "i believe you", "i trust you", "my bad", "i doubt it", "i don't think so", "count me in", "i'll get back to you", "i will get back to you", "that's all from me", "i'm off",
    ];

    // Any sentence that starts so and speaks to or about the listener.
    private static readonly string[] ToYou =
    [
        "i'm so glad", "i'm glad", "i am glad", "i'm happy", "i'm so happy", "i'm really happy", "i'm so proud", "i'm proud", "i'm really proud", "i'm sorry",
        "i'm so sorry", "i hope", "i'm sure", "i bet", "i know", "i can see", "i can tell", "i see", "i understand", "i appreciate", "i really appreciate",
        "i admire", "i really admire", "i love how", "i love your", "i like your", "i love that you", "i'm excited for", "i'm so excited for",
        "i'm rooting", "i believe in", "i wish", "i'm here for", "i can imagine", "i totally get", "i agree", "i'm impressed", "i'm thankful",
        "i'm grateful", "i'm here", "i'm always here", "i think you", "i heard", "i'm curious", "i was wondering", "i wonder", "i can't wait to hear",
        "i can't wait to see", "i'd love to hear", "i'd love to see", "i'm looking forward", "we're here", "my thoughts", "my heart goes",
        "i'll be", "i'll let", "i'll keep", "i got", "i've got",
    ];

    private static readonly string[] Remarks =
    [
        "that's", "thats", "that", "that is", "this", "it's", "it", "it is", "that was", "it was", "that sounds", "it sounds", "sounds", "there's", "those", "these", "it'll", "it'd",
        "that'll", "here's", "here", "it must", "that must", "it looks", "that looks",
    ];

    public static bool Is(SpokenSentence sentence, int at)
    {
        int whole = 0;
        foreach (string phrase in Whole)
        {
            if (sentence.Says(at, phrase))
            {
                whole = Math.Max(whole, phrase.AsSpan().Count(' ') + 1);
            }
        }

        if (whole > 0 && RestIsEmpty(sentence, at + whole))
        {
            return true;
        }

        return sentence.SaysOneOf(at, ToYou) > 0 && SpeaksToListener(sentence, at);
    }

    /// <summary>Tells whether the sentence points at something said before ("That's …", "It …"), so that it does not stand alone.</summary>
    public static bool IsRemark(SpokenSentence sentence, int at) => sentence.SaysOneOf(at, Remarks) > 0;

    public static bool SpeaksToListener(SpokenSentence sentence, int at)
    {
        for (int i = at; i < sentence.Count; i++)
        {
            if (sentence.Is(i, "you", "your", "you're", "you've", "yours", "yourself", "you'll", "you'd", "u", "ur"))
            {
                return true;
            }
        }

        return false;
    }

    // "I agree, Caroline": a last word or two of address or manner change nothing.
    private static bool RestIsEmpty(SpokenSentence sentence, int at)
    {
        int left = sentence.Count - at;
        return left == 0
            || (left == 1 && (sentence[at - 1].Breaks || sentence.Is(at, "too", "now", "then", "though", "really", "either", "thanks", "right")))
            || (left <= 2 && sentence[at - 1].Breaks)
            || sentence.Says(at, "so much");
    }
}
