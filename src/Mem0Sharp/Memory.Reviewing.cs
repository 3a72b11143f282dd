using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>Reviews: what arrived late and was kept beside what is known, and what somebody doubts.</content>
public sealed partial class Memory
{
    /// <summary>Streams the memories of a scope that wait for somebody to settle which holds, newest first.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>
    /// Each with the memory it was kept beside (see <see cref="ConflictPolicy.KeepBoth"/>), and those that are in doubt
    /// (see <see cref="FeedbackAsync"/>) by themselves.
    /// </returns>
    public IAsyncEnumerable<MemoryReview> GetReviewsAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return ReviewsAsync(scope, cancellationToken);
    }

    /// <summary>Settles a review: in one transaction, one of the two goes or both stay.</summary>
    /// <param name="id">The id of the memory that was kept beside the known one, or is in doubt: <see cref="MemoryReview.Kept"/>.</param>
    /// <param name="decision">Which holds. One that is in doubt is deleted by <see cref="ReviewDecision.UseKnown"/>, and stays by the others.</param>
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

            MemoryItem? known = await KnownAsync(kept, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<MemoryWriteResult> results = await WriteAsync(
                ReviewWrites.Of(decision, kept, known, note), new MemoryWriteGroup(AllOrNothing: true), cancellationToken).ConfigureAwait(false);
            return results.FirstOrDefault(result => result.Error is not null) is { Error: { } error } ? throw error
                : decision == ReviewDecision.UseKnown ? await KnownAsync(kept, cancellationToken).ConfigureAwait(false)
                : results[0].Item;
        });
    }

    /// <summary>Says what somebody thinks of a memory: praise makes it matter more, blame less, and puts it in doubt for somebody to settle.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="feedback">What is thought of it.</param>
    /// <param name="options">Who says so and why, or null. Both stand in the history.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>
    /// The memory as it is now, and whether it changed. Its text, metadata and vector stay as they are, also of an immutable one; one in doubt
    /// is found as before, and listed by <see cref="GetReviewsAsync"/> until <see cref="SettleReviewAsync"/>.
    /// </returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    /// <exception cref="MemoryValidationException">There is no such feedback.</exception>
    public Task<MemoryUpdateResult> FeedbackAsync(
        string id, MemoryFeedback feedback, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (feedback is < MemoryFeedback.Positive or > MemoryFeedback.VeryNegative)
        {
            throw new MemoryValidationException(
                nameof(feedback), $"There is no feedback {(int)feedback}.", "Give one of MemoryFeedback's values.");
        }

        MemoryWrite write = new MemoryWrite.Rate(Validate.Id(id, nameof(id)), feedback) { Note = NoteOf(options) };
        return RunAsync(MemoryTelemetryNames.UpdateMemory, id, async () =>
        {
            MemoryWriteResult result = await WriteOneAsync(write, cancellationToken).ConfigureAwait(false);
            return new MemoryUpdateResult(result.Item!, result.Outcome);
        });
    }

    private async IAsyncEnumerable<MemoryReview> ReviewsAsync(
        MemoryScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MemoryListOptions options = new() { IncludeExpired = true };
        await foreach (MemoryItem kept in ListAsync(scope, options, isOperation: true, cancellationToken, inReview: true).ConfigureAwait(false))
        {
            yield return new MemoryReview(kept, await KnownAsync(kept, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Reads the memory that one in review was kept beside; null when it is gone, or the one is in doubt by itself.</summary>
    private async Task<MemoryItem?> KnownAsync(MemoryItem kept, CancellationToken cancellationToken) =>
        string.Equals(kept.ReviewOf, kept.Id, StringComparison.Ordinal)
            ? null
            : await ReadAsync(kept.ReviewOf!, cancellationToken).ConfigureAwait(false);
}
