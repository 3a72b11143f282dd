namespace Mem0Sharp.Evaluation;

/// <summary>What should be extracted.</summary>
/// <param name="Text">One sentence that stands alone.</param>
/// <param name="Messages">The places of the messages that say it.</param>
/// <param name="Intent">"statement", "correction" or "retraction".</param>
/// <param name="Replaces">The words of the old value, where the speaker named it.</param>
/// <param name="ValidFrom">From when it holds, where that was said.</param>
/// <param name="ValidTo">The first day on which it holds no longer, where that was said.</param>
internal sealed record LabelledFact(
    string Text, IReadOnlyList<int> Messages, string Intent, string? Replaces = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null);
