namespace Mem0Sharp;

/// <content>Filling the store anew.</content>
internal sealed partial class Projection
{
    // Written under _gate.
    private volatile int _rebuilds;

    /// <summary>Empties the store and applies the whole history to it; where each commit is in it at once, nothing.</summary>
    public async Task RebuildAsync(IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        if (_isCommittedWith)
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // In this order: a search that began before is made once more, and one that begins now waits.
            ForgetStore();
            _rebuilds++;
            await _store.ClearAsync(cancellationToken).ConfigureAwait(false);
            await CatchUpLockedAsync(cancellationToken, progress).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Opens a store once more, of which somebody has taken away what it held, and brings it to the end of the history.</summary>
    private async Task ReopenLostAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ForgetStore();
            await CatchUpLockedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes the store for one that was not opened: until it is, it is behind. Whether the history was opened stays as it is.</summary>
    private void ForgetStore()
    {
        _position = _position is { } known ? new PositionBox(HistoryPosition.Start with { Epoch = known.Value.Epoch }) : null;
        Volatile.Write(ref _isStoreOpen, false);
    }
}
