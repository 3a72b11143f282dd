using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>One memory: as it is and as it was, its changes, and changing it.</summary>
internal static class NativeMemories
{
    public static async Task<WireReply> GetAsync(WireRequest request)
    {
        MemoryItem item = await FindAsync(request).ConfigureAwait(false) ?? throw Unknown();
        return Precondition.Knows(request.Context.Request, item)
            ? new EmptyReply(StatusCodes.Status304NotModified) { ETag = Precondition.TagOf(item) }
            : Of(item);
    }

    public static async Task<WireReply> HistoryAsync(WireRequest request)
    {
        List<HistoryEntry> entries = await request.Memory.HistoryAsync(request.Route("id"), request.Aborted).ToListAsync(request.Aborted).ConfigureAwait(false);
        return entries.Count > 0 ? NativeJson.ListOf(entries.Select(NativeJson.Of)) : throw Unknown();
    }

    public static Task<WireReply> PatchAsync(WireRequest request)
    {
        NativePatch body = NativeBody.Read(request, NativeJsonContext.Default.NativePatch);
        MemoryPatch patch = PatchOf(body, request.Body);
        return Precondition.HoldAsync(request, async expected => Of((await request.Memory.UpdateAsync(
            request.Route("id"),
            patch,
            new MemoryUpdateOptions { ExpectedVersion = expected, Reason = body.Reason },
            request.Aborted).ConfigureAwait(false)).Item));
    }

    /// <summary>Deletes a memory, and answers with it: at the version that the delete made, which a restore may expect.</summary>
    public static Task<WireReply> DeleteAsync(WireRequest request) => Precondition.HoldAsync(request, async expected => NativeJson.Of(
        await request.Memory.DeleteAsync(request.Route("id"), new MemoryDeleteOptions { ExpectedVersion = expected }, request.Aborted).ConfigureAwait(false)));

    public static Task<WireReply> RestoreAsync(WireRequest request)
    {
        NativeRestore body = NativeBody.Read(request, NativeJsonContext.Default.NativeRestore);
        return Precondition.HoldAsync(request, async expected => Of((await request.Memory.RestoreAsync(
            request.Route("id"),
            body.Version,
            new MemoryRestoreOptions { ExpectedVersion = expected, Force = body.Force, Reason = body.Reason },
            request.Aborted).ConfigureAwait(false)).Item));
    }

    private static WireReply Of(MemoryItem item) => new(NativeJson.Of(item)) { ETag = Precondition.TagOf(item) };

    /// <summary>Gets the memory, as it is or as it was; null where there is none, or was none.</summary>
    private static async Task<MemoryItem?> FindAsync(WireRequest request)
    {
        string id = request.Route("id");
        DateTimeOffset? known = Instant(request, "as_of"), held = Instant(request, "held_at");
        if (request.QueryNumber("as_of_sequence", 0, long.MaxValue) is not { } sequence)
        {
            return (known ?? held) is null
                ? await request.Memory.GetAsync(id, request.Aborted).ConfigureAwait(false)
                : await request.Memory.GetAsync(id, new MemoryAsOf { KnownAt = known, HeldAt = held }, request.Aborted).ConfigureAwait(false);
        }

        if ((known ?? held) is not null)
        {
            throw WireException.Bad("\"as_of_sequence\" goes with neither \"as_of\" nor \"held_at\".");
        }

        // A moment is a prefix of the log: what the last change in it left.
        HistoryEntry? last = null;
        await foreach (HistoryEntry entry in request.Memory.HistoryAsync(id, request.Aborted).ConfigureAwait(false))
        {
            last = entry.Sequence <= sequence ? entry : last;
        }

        return last is { IsDeleted: false } ? last.Item : null;
    }

    private static MemoryPatch PatchOf(NativePatch body, JsonObject given)
    {
        foreach (string name in (string[])["text", "timestamp"])
        {
            if (given.ContainsKey(name) && given[name] is null)
            {
                throw WireException.Bad($"\"{name}\" must not be null.");
            }
        }

        if (given.ContainsKey("immutable") && body.IsImmutable != true)
        {
            throw WireException.Bad("\"immutable\" must be true: a memory that is immutable stays so, and one that is not needs no word of it.");
        }

        return new MemoryPatch
        {
            Text = body.Text,
            Metadata = !given.ContainsKey("metadata") ? null
                : body.Metadata is { } metadata ? MetadataPatch.Merge(metadata.DeepClone().AsObject()) : MetadataPatch.Clear,
            Tags = !given.ContainsKey("tags") ? null : body.Tags is { } tags ? TagsPatch.Replace(Whole(tags, "tags")) : TagsPatch.Clear,
            Links = !given.ContainsKey("links") ? null
                : body.Links is { } links ? LinksPatch.Replace(Whole(links, "links").Select(link => new MemoryLink(link.TargetId, link.Strength ?? 1)))
                : LinksPatch.Clear,
            ExpiresAt = InstantOf("expiration_date", body.ExpiresAt),
            ValidFrom = InstantOf("valid_from", body.ValidFrom),
            ValidTo = InstantOf("valid_to", body.ValidTo),
            Timestamp = body.Timestamp is { } at ? MemoryTimestamp.From(at) : null,
            IsImmutable = body.IsImmutable ?? false,
        };

        InstantPatch InstantOf(string name, DateTimeOffset? value) =>
            !given.ContainsKey(name) ? default : value is { } instant ? InstantPatch.Set(instant) : InstantPatch.Clear;
    }

    private static IReadOnlyList<T> Whole<T>(IReadOnlyList<T> list, string name) =>
        list.Any(item => item is null) ? throw WireException.Wrong(name, "a list without nulls") : list;

    private static DateTimeOffset? Instant(WireRequest request, string name) => request.Query(name) is { } text ? MemoryTimestamp.Parse(text).Instant : null;

    private static WireException Unknown() => WireException.NotFound("There is no such memory, or was none then.");
}
