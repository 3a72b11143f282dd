namespace Mem0Sharp;

/// <summary>How many memories a scope has, and how many terms their texts have together.</summary>
internal readonly record struct ScopeCount(int Rows, long Terms);
