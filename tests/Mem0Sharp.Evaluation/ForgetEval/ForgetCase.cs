namespace Mem0Sharp.Evaluation;

/// <summary>Facts, what becomes of them, and what may be found in the end.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Family">The kind of case it is.</param>
/// <param name="Facts">What is stored first, in this order.</param>
/// <param name="Mutations">What is changed then, in this order.</param>
/// <param name="FinalQuery">What is asked in the end.</param>
/// <param name="Required">Texts that the answer must have in it.</param>
/// <param name="Forbidden">Texts that it must not have in it.</param>
internal sealed record ForgetCase(
    string Id,
    string Family,
    IReadOnlyList<string> Facts,
    IReadOnlyList<ForgetMutation> Mutations,
    string FinalQuery,
    IReadOnlyList<string> Required,
    IReadOnlyList<string> Forbidden)
{
    /// <summary>Gets what an answer lacks first, or null when it has all it must have.</summary>
    public string? MissingFrom(string answer) => Required.FirstOrDefault(text => !IsIn(answer, text));

    /// <summary>Gets what an answer has in it first of what it must not have, or null.</summary>
    public string? ForbiddenIn(string answer) => Forbidden.FirstOrDefault(text => IsIn(answer, text));

    // Letters anywhere, as the suite compares: "white" is in "Whiteboards".
    private static bool IsIn(string answer, string text) => answer.Contains(text, StringComparison.OrdinalIgnoreCase);
}
