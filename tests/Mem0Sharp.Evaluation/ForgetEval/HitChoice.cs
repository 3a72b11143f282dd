namespace Mem0Sharp.Evaluation;

/// <summary>Decides which hits of a search a change concerns.</summary>
/// <param name="query">What was searched for.</param>
/// <param name="hits">The texts that were found, best first.</param>
/// <returns>Places in <paramref name="hits"/>, ascending. A supersession changes the first of them, and adds where there is none.</returns>
internal delegate IReadOnlyList<int> HitChoice(string query, IReadOnlyList<string> hits);
