namespace Mem0Sharp.Faults;

/// <summary>What one failed step led to.</summary>
/// <param name="Steps">How many steps there were.</param>
/// <param name="Hits">How many steps failed.</param>
/// <param name="Torn">Where the file's parts disagree, or a failed write is there.</param>
/// <param name="Lost">What was acknowledged and is not there.</param>
/// <param name="Untyped">Errors that are not the library's.</param>
/// <param name="Unusable">What failed still after the cause was gone.</param>
internal sealed record IoVerdict(
    int Steps, int Hits, IReadOnlyList<string> Torn, IReadOnlyList<string> Lost, IReadOnlyList<string> Untyped, IReadOnlyList<string> Unusable);
