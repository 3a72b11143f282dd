namespace Mem0Sharp;

/// <summary>The strongest ways from one memory to others: whatever the steps are made of, and in whatever order they come.</summary>
internal static class RelatedWalk
{
    /// <summary>Walks from a memory.</summary>
    /// <param name="start">Its id.</param>
    /// <param name="stepsFrom">The steps that lead on from a memory.</param>
    /// <param name="hops">Most steps.</param>
    /// <param name="minStrength">The least strength of a way that is gone.</param>
    /// <returns>For each memory that is reached its strength and the steps to it. Not the start.</returns>
    public static IReadOnlyDictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> From(
        string start, Func<string, IEnumerable<MemoryStep>> stepsFrom, int hops, double minStrength)
    {
        Dictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> best = new(StringComparer.Ordinal);
        Dictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> latest = new(StringComparer.Ordinal) { [start] = (1, []) };

        // No step makes a way stronger, so a way that comes round again is never better. In each round only ways go on that became better.
        for (int hop = 1; hop <= hops && latest.Count > 0; hop++)
        {
            Dictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> next = new(StringComparer.Ordinal);
            foreach ((string from, (double soFar, IReadOnlyList<MemoryStep> path)) in latest.OrderBy(reached => reached.Key, StringComparer.Ordinal))
            {
                foreach (MemoryStep step in stepsFrom(from).OrderBy(step => step.Relation))
                {
                    double strength = soFar * step.Strength;
                    bool counts = strength > 0 && strength >= minStrength && !string.Equals(step.MemoryId, start, StringComparison.Ordinal);
                    if (counts && IsBetter(best) && IsBetter(next))
                    {
                        next[step.MemoryId] = (strength, [.. path, step]);
                    }

                    bool IsBetter(Dictionary<string, (double Strength, IReadOnlyList<MemoryStep> Path)> than) =>
                        !than.TryGetValue(step.MemoryId, out (double Strength, IReadOnlyList<MemoryStep> Path) known) || strength > known.Strength;
                }
            }

            foreach ((string id, (double Strength, IReadOnlyList<MemoryStep> Path) reached) in next)
            {
                best[id] = reached;
            }

            latest = next;
        }

        return best;
    }
}
