namespace Mem0Sharp;

/// <summary>Where a row stands in the list of a scope.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Place">The place in <see cref="ScopeEntry.Others"/>.</param>
internal readonly record struct RowPlace(ScopeEntry Scope, int Place);
