namespace Mem0Sharp;

/// <content>Reading what is projected, also where vectors are replaced meanwhile.</content>
internal sealed partial class Projection
{
    /// <summary>
    /// Runs a read that compares vectors, on the end of the history; again, where all vectors were replaced meanwhile: what it found then may
    /// compare those of two models.
    /// </summary>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        if (_isCommittedWith)
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (EmbeddingSpaceException)
            {
                await ReopenAsync(cancellationToken).ConfigureAwait(false);
                return await read().ConfigureAwait(false);
            }
        }

        bool wasLost = false;
        while (true)
        {
            // Before it is looked at how far the store is: whoever rebuilds it says first that it is behind, and then that it begins.
            int rebuilds = _rebuilds;
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            long epoch = _position!.Value.Epoch;
            try
            {
                T result = await read().ConfigureAwait(false);
                if (rebuilds == _rebuilds && !await HasEndedAsync(epoch, cancellationToken).ConfigureAwait(false))
                {
                    return result;
                }
            }
            catch (MemoryStoreException exception) when (exception.IsStoreLost && !wasLost)
            {
                wasLost = true;
                await ReopenLostAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (rebuilds == _rebuilds && !await HasEndedAsync(epoch, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Tells whether a history that refused a vector was moved to another model since it was made, and that one's can be made.</summary>
    public async Task<bool> IsMovedAsync(EmbeddingSpaceException mismatch, CancellationToken cancellationToken)
    {
        try
        {
            await ReopenAsync(cancellationToken).ConfigureAwait(false);
            return _embedder.Space == mismatch.Stored;
        }
        catch (EmbeddingSpaceException)
        {
            return false;
        }
    }

    private async Task<bool> HasEndedAsync(long epoch, CancellationToken cancellationToken) =>
        (await _history.GetPositionAsync(cancellationToken).ConfigureAwait(false)).Epoch != epoch;

    /// <summary>Looks at the history anew, also where nothing has to be applied to the store.</summary>
    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CatchUpLockedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
