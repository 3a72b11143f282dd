namespace Mem0Sharp.Evaluation;

/// <summary>A conversation of two people over many sessions, with questions about it.</summary>
/// <param name="Id">Its id in the data.</param>
/// <param name="Sessions">The sessions, oldest first.</param>
/// <param name="Questions">The questions, in the order of the file.</param>
internal sealed record LocomoConversation(
    string Id, IReadOnlyList<LocomoSession> Sessions, IReadOnlyList<RetrievalQuestion> Questions);
