using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Mem0Sharp.AspNetCore;

/// <summary>What each native route takes, as a signature that describes it. Nothing implements it: routes read their requests themselves.</summary>
internal interface INativeRoutes
{
    void GetMemory(
        [FromRoute, Description("The memory.")] string id,
        [FromQuery(Name = "as_of"), Description("The moment whose knowledge is asked for: RFC 3339, or Unix seconds.")] DateTimeOffset? asOf,
        [FromQuery(Name = "as_of_sequence"), Description("The same as a place in the log of changes: what was known after that change.")] long? asOfSequence,
        [FromQuery(Name = "held_at"), Description("The moment of which is asked what held.")] DateTimeOffset? heldAt,
        [FromHeader(Name = "If-None-Match"), Description("Entity tags: of these there is no answer but 304.")] string? ifNoneMatch);

    void ChangeMemory(
        [FromRoute, Description("The memory.")] string id,
        [FromHeader(Name = "If-Match"), Description("The version that must be there, as ETag has it. Several are one of them; * is any.")] string? ifMatch,
        [FromBody] NativePatch body);

    void DeleteMemory(
        [FromRoute, Description("The memory.")] string id,
        [FromHeader(Name = "If-Match"), Description("The version that must be there, as ETag has it. Several are one of them; * is any.")] string? ifMatch);

    void GetHistory([FromRoute, Description("The memory.")] string id);

    void RestoreMemory(
        [FromRoute, Description("The memory.")] string id,
        [FromHeader(Name = "If-Match"), Description("The version that must be there, as ETag has it; of a deleted memory, the one that the delete made.")]
        string? ifMatch,
        [FromBody] NativeRestore body);

    void EraseMemory([FromRoute, Description("The memory.")] string id);

    void EraseAll([FromBody] NativeOwner body);

    void VerifyErasure([FromBody] NativeReceipt body);

    void GetReviews(
        [FromQuery(Name = "user_id"), Description("The user.")] string? user,
        [FromQuery(Name = "agent_id"), Description("The agent.")] string? agent,
        [FromQuery(Name = "run_id"), Description("The run.")] string? run,
        [FromQuery(Name = "app_id"), Description("The application.")] string? app,
        [FromQuery(Name = "limit"), Description("The most reviews, 1 to 1,000; 100 where nothing is said.")] int? limit);

    void SettleReview([FromRoute, Description("The memory that was kept, or is in doubt.")] string id, [FromBody] NativeDecision body);

    void GetChanges(
        [FromQuery(Name = "after"), Description("The last change that is known already; 0 where nothing is said.")] long? after,
        [FromQuery(Name = "limit"), Description("The most changes on a page, 1 to 1,000; 100 where nothing is said. Of a stream it says nothing.")] int? limit,
        [FromQuery(Name = "user_id"), Description("The user.")] string? user,
        [FromQuery(Name = "agent_id"), Description("The agent.")] string? agent,
        [FromQuery(Name = "run_id"), Description("The run.")] string? run,
        [FromQuery(Name = "app_id"), Description("The application.")] string? app,
        [FromHeader(Name = "Last-Event-ID"), Description("Of a stream, the last event that was received, in place of \"after\".")] long? lastEventId);

    void SearchMemories([FromBody] NativeSearch body);
}
