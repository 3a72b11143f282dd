namespace Mem0Sharp.Evaluation;

/// <summary>A conversation of two people over many sessions, with questions about it.</summary>
/// <param name="Id">Its id in the data.</param>
/// <param name="Sessions">The sessions, oldest first.</param>
/// <param name="Questions">The questions, in the order of the file.</param>
internal sealed record LocomoConversation(
    string Id, IReadOnlyList<LocomoSession> Sessions, IReadOnlyList<LocomoQuestion> Questions)
{
    /// <summary>Gets the questions that count: those with evidence that a recorded fact carries, with no more than that evidence.</summary>
    /// <remarks>
    /// Taken from the facts of the file, not from those that became memories: a fact that was lost on the way is a miss.
    /// </remarks>
    public IReadOnlyList<LocomoQuestion> AnswerableQuestions()
    {
        HashSet<string> carried = [.. Sessions.SelectMany(session => session.Facts).SelectMany(fact => fact.Turns)];
        return
        [
            .. Questions
                .Select(question => question with { Evidence = question.Evidence.Where(carried.Contains).ToHashSet(StringComparer.Ordinal) })
                .Where(question => question.Evidence.Count > 0),
        ];
    }
}
