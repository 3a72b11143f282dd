using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>English words whose forms no rule of endings finds: "went" of "go", "children" of "child".</summary>
/// <remarks>
/// What happened is told in the past, and asked for with an infinitive: "when did she buy it", "she bought it". Our own choice of common
/// words. Left out is what is more often another word than the form: "rose", "bit", "bore", "wound".
/// </remarks>
internal static class IrregularForms
{
    // The base, then its forms.
    private static readonly string[] Words =
        [
            "bad worse worst", "become became", "begin began begun", "bend bent", "bite bitten", "blow blew blown", "break broke broken",
            "bring brought", "build built", "burn burnt", "buy bought", "catch caught", "child children", "choose chose chosen", "come came",
            "deal dealt", "dig dug", "draw drew drawn", "dream dreamt", "drink drank drunk", "drive drove driven", "eat ate eaten",
            "fall fell fallen", "feed fed", "feel felt", "fight fought", "find found", "fly flew flown", "foot feet", "forget forgot forgotten",
            "forgive forgave forgiven", "freeze froze frozen", "get got gotten", "give gave given", "go went gone goes", "good better best",
            "grow grew grown", "half halves", "hang hung", "hear heard", "hide hid hidden", "hold held", "keep kept", "knife knives",
            "know knew known", "lay laid", "lead led", "leaf leaves", "learn learnt", "leave left", "lend lent", "life lives", "light lit",
            "lose lost", "make made", "man men", "mean meant", "meet met", "mouse mice", "pay paid", "person people", "ride rode ridden",
            "ring rang rung", "rise risen", "run ran", "say said", "see saw seen", "seek sought", "sell sold", "send sent", "shake shook shaken",
            "shelf shelves", "shoot shot", "show shown", "sing sang sung", "sit sat", "sleep slept", "speak spoke spoken", "spend spent",
            "spin spun", "stand stood", "steal stole stolen", "stick stuck", "strike struck", "swear swore sworn", "sweep swept", "swim swam swum",
            "swing swung", "take took taken", "teach taught", "tear tore torn", "tell told", "think thought", "throw threw thrown", "tooth teeth",
            "understand understood", "wake woke woken", "wear wore worn", "weep wept", "wife wives", "win won", "wolf wolves", "woman women",
            "write wrote written",
        ];

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Bases = Words
        .Select(word => word.Split(' '))
        .SelectMany(word => word.Skip(1), (word, form) => (Base: word[0], Form: form))
        .ToFrozenDictionary(word => word.Form, word => word.Base, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Gets the base of a form.</summary>
    /// <param name="word">A word in lower case.</param>
    /// <returns>Null for a word that is no such form.</returns>
    public static string? BaseOf(ReadOnlySpan<char> word) => Bases.TryGetValue(word, out string? known) ? known : null;
}
