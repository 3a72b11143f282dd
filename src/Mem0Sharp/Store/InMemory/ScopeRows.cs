namespace Mem0Sharp;

/// <summary>The rows of one user, agent, run or app, and how many terms their texts have together.</summary>
/// <remarks>Not thread-safe; the store's lock guards it.</remarks>
internal sealed class ScopeRows
{
    public HashSet<int> Rows { get; } = [];

    public long Terms { get; set; }
}
