namespace Mem0Sharp.Evaluation;

/// <summary>A way to search.</summary>
internal interface IRetrievalMode
{
    /// <summary>Finds the memories of a scope that fit a question, best first, <see cref="RetrievalScore.Depth"/> at most.</summary>
    Task<IReadOnlyList<MemoryItem>> SearchAsync(string question, MemoryScope scope, CancellationToken cancellationToken);
}
