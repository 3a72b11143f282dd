using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>Reviews: what arrived late and was kept beside what is known.</content>
public sealed partial class Memory
{
    /// <summary>Streams the memories of a scope that wait for somebody to settle which holds, newest first.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Each with the memory it was kept beside. See <see cref="ConflictPolicy.KeepBoth"/>.</returns>
    public IAsyncEnumerable<MemoryReview> GetReviewsAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return ReviewsAsync(scope, cancellationToken);
    }

    /// <summary>Settles a review: in one transaction, one of the two goes or both stay.</summary>
    /// <param name="id">The id of the memory that was kept beside the known one: <see cref="MemoryReview.Kept"/>.</param>
    /// <param name="decision">Which holds.</param>
    /// <param name="options">Who decides and why, or null.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>
    /// The memory that holds, as it is now: the known one, or the kept one when both do or the known one is gone; null when none is left.
    /// </returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    /// <exception cref="MemoryValidationException">The memory is not in review.</exception>
    /// <exception cref="MemoryConflictException">One that it changes or deletes changed meanwhile. Nothing was done.</exception>
    /// <exception cref="ImmutableMemoryException">The kept one would replace the text of an immutable memory.</exception>
    public Task<MemoryItem?> SettleReviewAsync(
        string id, ReviewDecision decision, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        ChangeNote note = NoteOf(options);
        return RunAsync(MemoryTelemetryNames.UpdateMemory, id, async () =>
        {
            MemoryItem kept = await ReadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new MemoryNotFoundException(id);
            if (kept.ReviewOf is null)
            {
                throw new MemoryValidationException(nameof(id), "The memory is not in review.", "Take ids from GetReviewsAsync: MemoryReview.Kept.Id.");
            }

            MemoryItem? known = await ReadAsync(kept.ReviewOf, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<MemoryWriteResult> results = await WriteAsync(
                ReviewWrites.Of(decision, kept, known, note), new MemoryWriteGroup(AllOrNothing: true), cancellationToken).ConfigureAwait(false);
            return results.FirstOrDefault(result => result.Error is not null) is { Error: { } error } ? throw error
                : decision == ReviewDecision.UseKnown ? await ReadAsync(kept.ReviewOf, cancellationToken).ConfigureAwait(false)
                : results[0].Item;
        });
    }

    private async IAsyncEnumerable<MemoryReview> ReviewsAsync(
        MemoryScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MemoryListOptions options = new() { IncludeExpired = true };
        await foreach (MemoryItem kept in ListAsync(scope, options, isOperation: true, cancellationToken, inReview: true).ConfigureAwait(false))
        {
            yield return new MemoryReview(kept, await ReadAsync(kept.ReviewOf!, cancellationToken).ConfigureAwait(false));
        }
    }
}
