using System.Collections.Concurrent;

namespace Mem0Sharp;

/// <summary>Memory for the vectors of a page, which the next page gets when it is given back: a file is opened without an array for each vector.</summary>
/// <remarks>Of one page at a time, which one thread fills.</remarks>
/// <param name="rows">How many vectors there are at most.</param>
/// <param name="free">What was given back.</param>
internal sealed class LentVectors(int rows, ConcurrentBag<LentVectors> free)
{
    private const int Few = 4;

    private float[] _numbers = [];
    private int _used;

    /// <summary>Gets one that was given back, or a new one.</summary>
    public static LentVectors From(int rows, ConcurrentBag<LentVectors> free) =>
        free.TryTake(out LentVectors? known) ? known : new LentVectors(rows, free);

    /// <summary>Gets memory for the next vector. What is in it is left of others.</summary>
    public Memory<float> Next(int dimensions)
    {
        if (_numbers.Length - _used < dimensions)
        {
            // A page has one row after most commits, and all of them while a file is opened.
            _numbers = GC.AllocateUninitializedArray<float>(Math.Clamp(_numbers.Length * 2, Math.Min(Few, rows) * dimensions, rows * dimensions));
            _used = 0;
        }

        Memory<float> vector = _numbers.AsMemory(_used, dimensions);
        _used += dimensions;
        return vector;
    }

    public void GiveBack()
    {
        _used = 0;
        free.Add(this);
    }
}
