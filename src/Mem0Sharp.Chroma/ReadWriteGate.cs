namespace Mem0Sharp.Chroma;

/// <summary>Many may read, or one write: a batch takes several requests, and no search of this store sees half of it. Thread-safe.</summary>
internal sealed class ReadWriteGate
{
    private const int Places = 64;
    private readonly SemaphoreSlim _places = new(Places, Places);
    private readonly SemaphoreSlim _writer = new(1, 1);

    public async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await read().ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    public async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        int taken = 0;
        try
        {
            // Those that wait are served in their turn: a writer gets all places once those before it have left.
            for (; taken < Places; taken++)
            {
                await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return await write().ConfigureAwait(false);
        }
        finally
        {
            if (taken > 0)
            {
                _places.Release(taken);
            }

            _writer.Release();
        }
    }
}
