using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>One occurrence of a term in a text.</summary>
/// <param name="Hash">Hash of the term's kind and characters: equal terms have equal hashes.</param>
/// <param name="Start">Where the term starts in the normalised text, in UTF-16 units.</param>
/// <param name="Length">Its length after stemming, in UTF-16 units.</param>
/// <param name="IsStopWord">Whether the word that it was stemmed from is a stop word.</param>
/// <param name="HasGrams">Whether its letters count too: they do in words, not in CJK terms and lone characters.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LexicalTerm(ulong Hash, int Start, int Length, bool IsStopWord, bool HasGrams);
