using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Model;

/// <content>What arrives late: the newest wins, both are merged, or both are kept until somebody settles which holds.</content>
internal sealed partial class ModelOracle
{
    /// <summary>Gets the number of the memory that another one was kept beside. The oracle's items say it as the view does.</summary>
    private static int ReviewOf(MemoryItem kept) => int.Parse(kept.ReviewOf![1..], CultureInfo.InvariantCulture);

    private static bool TryPick<T>(T start, T ours, T theirs, out T picked)
    {
        picked = Equals(ours, start) ? theirs : ours;
        return Equals(ours, start) || Equals(theirs, start) || Equals(ours, theirs);
    }

    /// <summary>Tells whether a late patch is no conflict by itself. What was changed must be known to merge with it, or to keep it.</summary>
    private bool CanBeLate(ModelUpdate patch) => patch.OnConflict switch
    {
        ConflictPolicy.Fail => false,
        ConflictPolicy.NewestWins => true,
        _ => Version(patch.Number, Expected(patch.Number, patch.VersionsOff)) is not null,
    };

    private string NewestWins(MemoryItem item, ModelUpdate patch) => (ModelWorld.At(patch.Timestamp) ?? Now) > item.UpdatedAt
        ? Become(item, Patched(item, patch), patch)
        : $"{UpdateOutcome.Superseded} {ModelView.Of(patch.Number, item)}";

    private string Merge(MemoryItem theirs, ModelUpdate patch)
    {
        MemoryItem start = Version(patch.Number, Expected(patch.Number, patch.VersionsOff))!;
        MemoryItem ours = Patched(start, patch);
        if (IsBackwards(ours.ValidFrom, ours.ValidTo))
        {
            return nameof(MemoryValidationException);
        }

        JsonObject metadata = theirs.Metadata.ToJsonObject();
        bool isMerged = ModelJson.TryMerge(start.Metadata.ToJsonObject(), ours.Metadata.ToJsonObject(), metadata)
            & TryPick(start.Text, ours.Text, theirs.Text, out string text)
            & TryPick(start.ExpiresAt, ours.ExpiresAt, theirs.ExpiresAt, out DateTimeOffset? expiresAt)
            & TryPick(start.ValidFrom, ours.ValidFrom, theirs.ValidFrom, out DateTimeOffset? validFrom)
            & TryPick(start.ValidTo, ours.ValidTo, theirs.ValidTo, out DateTimeOffset? validTo);
        if (!isMerged)
        {
            return nameof(MemoryConflictException);
        }

        List<string> tags = [.. theirs.Tags];
        tags.RemoveAll(tag => start.Tags.Contains(tag, StringComparer.Ordinal) && !ours.Tags.Contains(tag, StringComparer.Ordinal));
        tags.AddRange(ours.Tags.Where(tag =>
            !start.Tags.Contains(tag, StringComparer.Ordinal) && !theirs.Tags.Contains(tag, StringComparer.Ordinal)));
        MemoryItem merged = theirs with
        {
            Text = text,
            Metadata = MemoryMetadata.From(metadata),
            Tags = tags,
            ExpiresAt = expiresAt,
            ValidFrom = validFrom,
            ValidTo = validTo,
            IsImmutable = ours.IsImmutable,
        };
        return Become(theirs, merged, patch);
    }

    private string KeepBoth(MemoryItem item, ModelUpdate patch)
    {
        MemoryItem start = Version(patch.Number, Expected(patch.Number, patch.VersionsOff))!;
        MemoryItem kept = Patched(start, patch) with { CreatedAt = Now, ReviewOf = $"#{patch.Number}" };
        if (IsBackwards(kept.ValidFrom, kept.ValidTo))
        {
            return nameof(MemoryValidationException);
        }

        return SaySame(item, WithContent(item, kept) with { IsImmutable = kept.IsImmutable })
            ? $"{UpdateOutcome.Unchanged} {ModelView.Of(patch.Number, item)}"
            : $"{UpdateOutcome.KeptBoth} "
                + ModelView.Of(patch.KeptNumber!.Value, Append(patch.KeptNumber.Value, MemoryEvent.Add, kept, ModelWorld.At(patch.Timestamp)));
    }

    private string Settle(int number, ReviewDecision decision)
    {
        if (!_live.TryGetValue(number, out MemoryItem? kept))
        {
            return nameof(MemoryNotFoundException);
        }

        if (kept.ReviewOf is null)
        {
            return nameof(MemoryValidationException);
        }

        int beside = ReviewOf(kept);
        if (decision == ReviewDecision.UseBoth || (decision == ReviewDecision.UseKept && !_live.ContainsKey(beside)))
        {
            return ModelView.Of(number, Append(number, MemoryEvent.Update, kept with { ReviewOf = null }));
        }

        if (decision == ReviewDecision.UseKept)
        {
            MemoryItem known = _live[beside], next = WithContent(known, kept) with { IsImmutable = kept.IsImmutable };
            if (known.IsImmutable)
            {
                return nameof(ImmutableMemoryException);
            }

            if (!SaySame(known, next))
            {
                Append(beside, MemoryEvent.Update, next);
            }
        }

        Delete(number, null);
        return Get(beside, asOf: null);
    }

    private IEnumerable<string> Reviews(MemoryScope scope) => Found(scope, includeExpired: true, asOf: null)
        .Where(found => found.Item.ReviewOf is not null)
        .Select(found => $"{ModelView.Of(found.Number, found.Item)} beside {Get(ReviewOf(found.Item), asOf: null)}");
}
