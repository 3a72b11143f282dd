namespace Mem0Sharp.Evaluation;

/// <summary>What one speaker said at once.</summary>
/// <param name="Id">"D", session, colon, place: "D8:6".</param>
/// <param name="Speaker">The speaker's name.</param>
/// <param name="Text">What was said. Pictures that were sent with it are left out.</param>
internal sealed record LocomoTurn(string Id, string Speaker, string Text);
