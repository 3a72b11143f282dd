using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Mem0Sharp.AspNetCore;

/// <summary>Who is there, what they have, and what is with one memory.</summary>
internal static class DashboardReading
{
    /// <summary>So many ids are a line: the first are drawn before the last are read.</summary>
    private const int IdsOfALine = 1_000;

    private const int MostRows = 200;

    /// <summary>Says what the caller may touch, so that the page offers nothing that would be refused.</summary>
    public static Task<WireReply> MeAsync(WireRequest request)
    {
        Mem0Access access = request.Context.Features.Get<Mem0Access>()!;
        JsonObject json = new()
        {
            ["everything"] = access.Scope is null,
            ["read_only"] = access.IsReadOnly,
            ["infers"] = request.Context.RequestServices.GetService<IChatClient>() is not null,
            ["version"] = typeof(Memory).Assembly.GetName().Version?.ToString(3),
            ["scope"] = access.Scope is { } scope ? DashboardJson.Of(scope) : null,
        };
        return Task.FromResult<WireReply>(json);
    }

    public static async Task<WireReply> OwnersAsync(WireRequest request)
    {
        IReadOnlyList<MemoryOwner> owners = await request.Memory.GetOwnersAsync(request.Aborted).ConfigureAwait(false);
        return NativeJson.ListOf(owners.Select(owner => new JsonObject
        {
            ["kind"] = owner.Kind.ToString().ToLowerInvariant(),
            ["id"] = owner.Id,
            ["count"] = owner.Count,
            ["created_at"] = owner.CreatedAt,
            ["updated_at"] = owner.UpdatedAt,
        }));
    }

    /// <summary>Says how far the log goes: from there on a stream shows only what is yet to happen.</summary>
    public static async Task<WireReply> LastAsync(WireRequest request) => new JsonObject
    {
        ["last"] = await request.Memory.GetLastSequenceAsync(request.Aborted).ConfigureAwait(false),
    };

    /// <summary>
    /// Lists the ids of all that a filter finds, newest first, now or as of a moment. A list of any length knows its length, and reads what is seen.
    /// </summary>
    public static Task<WireReply> IdsAsync(WireRequest request)
    {
        ScopedMemory memory = request.Memory.Of(WireScope.Find(name => Field.Text(request.Body, name)));
        MemoryListOptions options = new()
        {
            Filter = Field.Object(request.Body, "filters") is { } filters ? MemoryFilter.Parse(filters.ToJsonString()) : null,
            AsOf = AsOf(request.Body),
            IncludeExpired = Field.Flag(request.Body, "include_expired", otherwise: false),
            PageSize = MemoryLimits.BatchSize,
        };
        return Task.FromResult<WireReply>(new DashboardLines(LinesAsync(memory.GetAllAsync(options, request.Aborted))));
    }

    /// <summary>Reads the memories of ids, in their order; null where there is none.</summary>
    public static async Task<WireReply> RowsAsync(WireRequest request)
    {
        IReadOnlyList<string> ids = Field.Texts(request.Body, "ids");
        if (ids.Count is 0 or > MostRows)
        {
            throw WireException.Wrong("ids", FormattableString.Invariant($"1 to {MostRows} ids"));
        }

        IReadOnlyList<MemoryItem?> items;
        if (AsOf(request.Body) is { } asOf)
        {
            List<MemoryItem?> past = [];
            foreach (string id in ids)
            {
                past.Add(await request.Memory.GetAsync(id, asOf, request.Aborted).ConfigureAwait(false));
            }

            items = past;
        }
        else
        {
            items = await request.Memory.GetAsync(ids, request.Aborted).ConfigureAwait(false);
        }

        return new JsonObject { ["results"] = new JsonArray([.. items.Select(item => item is null ? null : NativeJson.Of(item))]) };
    }

    /// <summary>Counts what somebody has and had: what an act on all of it would touch.</summary>
    public static async Task<WireReply> ExtentAsync(WireRequest request)
    {
        MemoryScope scope = WireScope.Of(request.Body);
        long versions = 0;
        Dictionary<string, bool> memories = new(StringComparer.Ordinal);
        await foreach (HistoryEntry entry in request.Memory.HistoryAsync(scope, new HistoryFilter(), request.Aborted).ConfigureAwait(false))
        {
            versions++;
            memories[entry.MemoryId] = entry.IsDeleted;
        }

        int deleted = memories.Count(memory => memory.Value);
        return new JsonObject { ["memories"] = memories.Count - deleted, ["deleted"] = deleted, ["versions"] = versions };
    }

    public static async Task<WireReply> RelatedAsync(WireRequest request)
    {
        MemoryRelatedOptions options = new()
        {
            Top = request.QueryNumber("top", 10, 1, MemoryLimits.Top),
            Hops = request.QueryNumber("hops", 1, 1, MemoryLimits.Hops),
        };
        IReadOnlyList<RelatedMemory> related = await request.Memory.GetRelatedAsync(request.Route("id"), options, request.Aborted).ConfigureAwait(false);
        return NativeJson.ListOf(related.Select(one => new JsonObject
        {
            ["item"] = NativeJson.Of(one.Item),
            ["strength"] = one.Strength,
            ["path"] = WireJson.ArrayOf(one.Path.Select(step => new JsonObject
            {
                ["memory_id"] = step.MemoryId,
                ["relation"] = DashboardJson.Of(step.Relation),
                ["strength"] = step.Strength,
                ["entities"] = WireJson.Of(step.Entities.Select(entity => entity.Text)),
            })),
        }));
    }

    public static async Task<WireReply> DiagnoseAsync(WireRequest request) =>
        DashboardJson.Of(await request.Memory.DiagnoseAsync(request.Route("id"), request.Aborted).ConfigureAwait(false));

    private static async IAsyncEnumerable<JsonNode> LinesAsync(
        IAsyncEnumerable<MemoryItem> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (MemoryItem[] chunk in items.Chunk(IdsOfALine).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return WireJson.Of(chunk.Select(item => item.Id));
        }
    }

    private static MemoryAsOf? AsOf(JsonObject body)
    {
        DateTimeOffset? known = Field.Instant(body, "known_at"), held = Field.Instant(body, "held_at");
        return (known ?? held) is null ? null : new MemoryAsOf { KnownAt = known, HeldAt = held };
    }
}
