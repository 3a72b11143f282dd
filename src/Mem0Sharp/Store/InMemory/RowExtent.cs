namespace Mem0Sharp;

/// <summary>Rows that lie together, in one page.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">How many, a power of two, at most a page.</param>
internal readonly record struct RowExtent(int Start, int Count)
{
    public bool Contains(int row) => (uint)(row - Start) < (uint)Count;
}
