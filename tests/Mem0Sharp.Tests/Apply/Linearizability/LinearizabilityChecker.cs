namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>
/// Tells whether concurrent calls can be put into an order that keeps real time and that the sequential specification explains:
/// the search of Wing and Gong (1993), with Lowe's memory of what was tried already.
/// </summary>
internal static class LinearizabilityChecker
{
    /// <param name="calls">At most 31 calls.</param>
    public static bool IsLinearizable(IReadOnlyList<RecordedCall> calls) =>
        CanOrder(calls, (1 << calls.Count) - 1, ObservedState.New, []);

    private static bool CanOrder(
        IReadOnlyList<RecordedCall> calls, int remaining, ObservedState state, HashSet<(int Remaining, ObservedState State)> hopeless)
    {
        if (remaining == 0)
        {
            return true;
        }

        if (hopeless.Contains((remaining, state)))
        {
            return false;
        }

        // Only a call that began before every other remaining one ended can come next.
        long firstReturn = Enumerable.Range(0, calls.Count).Where(i => IsIn(remaining, i)).Min(i => calls[i].Returned);
        for (int i = 0; i < calls.Count; i++)
        {
            if (!IsIn(remaining, i) || calls[i].Invoked > firstReturn)
            {
                continue;
            }

            (ObservedState after, string answer) = calls[i].Operation.Specify(state);
            if (string.Equals(answer, calls[i].Answer, StringComparison.Ordinal) && CanOrder(calls, remaining & ~(1 << i), after, hopeless))
            {
                return true;
            }
        }

        hopeless.Add((remaining, state));
        return false;
    }

    private static bool IsIn(int set, int index) => (set & (1 << index)) != 0;
}
