namespace Mem0Sharp;

/// <summary>Turns the decision of a review into writes. Where the known memory is changed, or the kept one stays, that is the first.</summary>
internal static class ReviewWrites
{
    public static IReadOnlyList<MemoryWrite> Of(ReviewDecision decision, MemoryItem kept, MemoryItem? known, ChangeNote note) => (decision, known) switch
    {
        (ReviewDecision.UseKnown, _) => [Delete(kept, note, isByHand: true)],

        // By hand, the text that goes is rejected; that of the kept one lives on in the known.
        (ReviewDecision.UseKept, not null) => [Replace(known, kept, note), Delete(kept, note, isByHand: false)],
        (ReviewDecision.UseKept or ReviewDecision.UseBoth, _) => [new MemoryWrite.Settle(kept.Id) { ExpectedVersion = kept.Version, Note = note }],
        _ => throw new MemoryValidationException(nameof(decision), "There is no such decision.", "Give one of ReviewDecision's values."),
    };

    private static MemoryWrite.Delete Delete(MemoryItem item, ChangeNote note, bool isByHand) =>
        new(item.Id) { ExpectedVersion = item.Version, Note = note, IsByHand = isByHand };

    // The tier of the known one stays: whoever decides has seen both.
    private static MemoryWrite.Patch Replace(MemoryItem known, MemoryItem by, ChangeNote note) => new(
        known.Id,
        new MemoryPatch
        {
            Text = by.Text,
            Metadata = MetadataPatch.Replace(by.Metadata.ToJsonObject()),
            Tags = TagsPatch.Replace(by.Tags),
            Links = LinkMerge.Taking(known, by),
            ExpiresAt = InstantPatch.To(by.ExpiresAt),
            ValidFrom = InstantPatch.To(by.ValidFrom),
            ValidTo = InstantPatch.To(by.ValidTo),
            IsImmutable = by.IsImmutable,
        })
    {
        ExpectedVersion = known.Version,
        TakesLinksOver = true,
        Source = by.Source,
        Note = note,
        IsByHand = true,
    };
}
