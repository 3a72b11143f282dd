namespace Mem0Sharp.Faults;

/// <summary>What came of one case.</summary>
/// <param name="Refusals">How many calls were refused.</param>
/// <param name="Untyped">Errors that are not the library's, or another one than this reason has, or none.</param>
/// <param name="Hung">Calls that did not return in time.</param>
/// <param name="Lost">What was acknowledged and is not there, or does not agree.</param>
/// <param name="Unusable">What failed still after the cause was gone.</param>
internal sealed record RefusalVerdict(
    int Refusals, IReadOnlyList<string> Untyped, IReadOnlyList<string> Hung, IReadOnlyList<string> Lost, IReadOnlyList<string> Unusable);
