namespace Mem0Sharp.Tests.Migrate;

/// <summary>A history that keeps something else than it was given, without a word, once it is told to.</summary>
internal sealed class ForgingHistory(IHistoryStore inner, string forges) : DelegatingHistory(inner)
{
    public override Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default) => base.CommitAsync(
        [.. writes.Select((write, i) => i == 1 ? write with { Decide = head => Forged(write.Decide(head)!) } : write)], cancellationToken);

    public override Task AddRejectionsAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken = default) =>
        base.AddRejectionsAsync(Is("rejection") ? [.. rejections.Skip(1)] : rejections, cancellationToken);

    public override Task AddCallsAsync(IReadOnlyList<KnownCall> calls, CancellationToken cancellationToken = default) =>
        base.AddCallsAsync(Is("call") ? [.. calls.Skip(1)] : calls, cancellationToken);

    public override Task<QueuedCall> EnqueueAsync(QueuedCall call, CancellationToken cancellationToken = default) =>
        base.EnqueueAsync(Is("queue") ? call with { QueuedAt = call.QueuedAt.AddHours(1) } : call, cancellationToken);

    public override Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default) => base.EraseAsync(
        Is("erasure") ? new HistoryErasureRequest { Copied = [.. request.Copied.Skip(1)], ErasedAt = request.ErasedAt } : request, cancellationToken);

    public override IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Is("last row") ? base.ReadAfterAsync(afterSequence, cancellationToken).Where(row => row.Sequence < 3) : base.ReadAfterAsync(afterSequence, cancellationToken);

    private HistoryAppend Forged(HistoryAppend append) => new()
    {
        EntryId = append.EntryId,
        Event = append.Event,
        Item = Is("text") ? append.Item with { Text = "Likes gin" } : Is("metadata") ? append.Item with { Tags = ["forged"] } : append.Item,
        Embedding = Is("embedding") ? new StoredEmbedding(append.Embedding!.Value.Space, new float[] { 1, 0, 0, 0 }) : append.Embedding,
        ChangedBy = Is("who") ? "Eve" : append.ChangedBy,
        Reason = Is("why") ? "forged" : append.Reason,
    };

    private bool Is(string what) => string.Equals(forges, what, StringComparison.Ordinal);
}
