namespace Mem0Sharp.Tests.BadInput;

/// <summary>Counts what a memory asks of its parts, before each call and after it, and cancels at one of these points.</summary>
internal sealed class CancelPoints : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private int _count;
    private int _cancelAt;
    private bool _isArmed;

    /// <summary>Gets how many points were passed while it was armed.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Begins to count.</summary>
    /// <param name="cancelAt">The point to cancel at, from 1 on; 0 for none.</param>
    /// <returns>The token of the call.</returns>
    public CancellationToken Arm(int cancelAt)
    {
        (_count, _cancelAt, _isArmed) = (0, cancelAt, true);
        return _source.Token;
    }

    public void Disarm() => _isArmed = false;

    public void Pass()
    {
        if (_isArmed && Interlocked.Increment(ref _count) == _cancelAt)
        {
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}
