namespace Mem0Sharp.Evaluation;

/// <summary>What one speaker said at once.</summary>
/// <param name="Id">"D", session, colon, place: "D8:6".</param>
/// <param name="Speaker">The speaker's name.</param>
/// <param name="Text">What was said. Pictures that were sent with it are left out.</param>
/// <param name="Caption">What is on a picture that was sent with it, or null.</param>
internal sealed record LocomoTurn(string Id, string Speaker, string Text, string? Caption)
{
    /// <summary>Gets who said what and showed what, in one text.</summary>
    public string Line => Caption is null ? $"{Speaker}: {Text}" : $"{Speaker}: {Text} [shared a photo: {Caption}]";
}
