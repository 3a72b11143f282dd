using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Embeds the texts that were stored while the embedder could not be reached. Thread-safe.</summary>
internal sealed class LateEmbeddings : IAsyncDisposable
{
    /// <summary>How many texts are embedded and committed at a time.</summary>
    private const int Page = 256;

    private readonly IHistoryStore _history;
    private readonly TextEmbedder _embedder;
    private readonly Projection _projection;
    private readonly MemoryOptions _settings;
    private readonly BackgroundWorker _worker;

    public LateEmbeddings(
        IHistoryStore history, TextEmbedder embedder, Projection projection, MemoryOptions settings, TimeProvider time, ILogger logger)
    {
        (_history, _embedder, _projection, _settings) = (history, embedder, projection, settings);
        _worker = new BackgroundWorker(WorkAsync, settings, time, logger);
    }

    /// <summary>Starts in the background, where the settings say so.</summary>
    public void Start()
    {
        if (_settings is { EmbedsLater: true, ProcessesQueue: true })
        {
            _worker.Start();
        }
    }

    /// <summary>Says that a text was stored without its embedding.</summary>
    public void Notice()
    {
        if (_settings.ProcessesQueue)
        {
            _worker.Notice();
        }
    }

    /// <summary>Embeds every text that has no embedding yet, and brings the store up to date.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="MemoryNetworkException">The embedder cannot be reached still; what was embedded by then stays.</exception>
    public async Task<int> EmbedAsync(CancellationToken cancellationToken)
    {
        await _projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        int embedded = 0;
        while (true)
        {
            IReadOnlyList<string> texts = await _history.GetUnembeddedAsync(Page, cancellationToken).ConfigureAwait(false);
            if (texts.Count == 0)
            {
                return embedded;
            }

            embedded += await EmbedAsync(texts, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private async Task<int> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredEmbedding> embeddings =
            await _embedder.EmbedForStoringAsync(texts, given: null, mayLack: false, cancellationToken).ConfigureAwait(false);
        try
        {
            await _history.AddEmbeddingsAsync(
                [.. texts.Select((text, i) => KeyValuePair.Create(text, embeddings[i]))], cancellationToken).ConfigureAwait(false);
        }
        catch (EmbeddingSpaceException mismatch)
        {
            if (!await _projection.IsMovedAsync(mismatch, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            return 0;
        }

        await _projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return texts.Count;
    }

    private async Task<BackgroundProgress> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EmbedAsync(cancellationToken).ConfigureAwait(false);
            return BackgroundProgress.Done;
        }
        catch (MemoryNetworkException)
        {
            return BackgroundProgress.None;
        }
    }
}
