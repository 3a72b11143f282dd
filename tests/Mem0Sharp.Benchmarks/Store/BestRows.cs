namespace Mem0Sharp.Benchmarks;

/// <summary>The best rows of a plain scan, in a heap whose root is the worst of them.</summary>
internal sealed class BestRows(int top)
{
    private readonly PriorityQueue<int, float> _best = new(top);

    /// <summary>Tells whether a row with this score would be among them.</summary>
    public bool Accepts(float score) => _best.Count < top || (_best.TryPeek(out _, out float worst) && score > worst);

    public void Offer(int row, float score)
    {
        if (_best.Count < top)
        {
            _best.Enqueue(row, score);
        }
        else
        {
            _best.EnqueueDequeue(row, score);
        }
    }

    /// <summary>Takes them out, best first.</summary>
    public (int Row, float Score)[] Take()
    {
        (int, float)[] found = new (int, float)[_best.Count];
        for (int i = found.Length - 1; _best.TryDequeue(out int row, out float score); i--)
        {
            found[i] = (row, score);
        }

        return found;
    }
}
