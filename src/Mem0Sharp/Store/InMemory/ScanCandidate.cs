namespace Mem0Sharp;

/// <summary>A row that may be among the best, and the most that its score can be.</summary>
internal readonly record struct ScanCandidate(int Row, float Most)
{
    /// <summary>The one that can score most first.</summary>
    internal readonly struct MostFirst : IComparer<ScanCandidate>
    {
        public int Compare(ScanCandidate x, ScanCandidate y) => y.Most.CompareTo(x.Most);
    }
}
