namespace Mem0Sharp;

/// <summary>What one rule found in a sentence.</summary>
/// <param name="Text">The statement, not yet tidied.</param>
/// <param name="Intent">What the speaker did by saying it.</param>
/// <param name="Replaces">The words of the old value, or null.</param>
/// <param name="Rest">The place of the first word that the rule did not use, or the number of words.</param>
internal readonly record struct Finding(string Text, FactIntent Intent, string? Replaces, int Rest);
