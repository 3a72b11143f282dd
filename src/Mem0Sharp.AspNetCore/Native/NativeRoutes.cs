using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mem0Sharp.AspNetCore;

/// <summary>The library's own routes: what it can do and Mem0's wires cannot say.</summary>
internal static class NativeRoutes
{
    private const string Root = "/mem0sharp/v1", One = $"{Root}/memories/{{id}}";
    private const int NotFound = StatusCodes.Status404NotFound, Conflict = StatusCodes.Status409Conflict, Failed = StatusCodes.Status412PreconditionFailed;

    public static void Map(RouteGroupBuilder group)
    {
        WireRoutes routes = new(group, "Mem0Sharp", Problem.Of);
        routes.Read("GET", One, NativeMemories.GetAsync)
            .Described(nameof(INativeRoutes.GetMemory), "Reads a memory, as it is or as it was. ETag is its version.", typeof(NativeMemory), NotFound)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
        routes.Write("PATCH", One, NativeMemories.PatchAsync).Described(
            nameof(INativeRoutes.ChangeMemory),
            "Changes a memory: what is left out stays. ETag is its new version.",
            typeof(NativeMemory),
            NotFound,
            Conflict,
            Failed);
        routes.Write("DELETE", One, NativeMemories.DeleteAsync)
            .Described(nameof(INativeRoutes.DeleteMemory), "Deletes a memory. Its history remains.", typeof(NativeMemory), NotFound, Conflict, Failed);
        routes.Read("GET", $"{One}/history", NativeMemories.HistoryAsync)
            .Described(nameof(INativeRoutes.GetHistory), "Reads what happened to a memory, oldest first.", typeof(NativeList<NativeChange>), NotFound);
        routes.Write("POST", $"{One}/restore", NativeMemories.RestoreAsync).Described(
            nameof(INativeRoutes.RestoreMemory),
            "Brings back an earlier version, also of a deleted memory. ETag is its new version.",
            typeof(NativeMemory),
            NotFound,
            Conflict,
            Failed);
        routes.Write("POST", $"{One}/erase", NativeErasing.EraseAsync)
            .Described(nameof(INativeRoutes.EraseMemory), "Erases a memory for good, with its history.", typeof(NativeReceipt), NotFound);
        routes.Write("POST", $"{Root}/erase", NativeErasing.EraseAllAsync)
            .Described(nameof(INativeRoutes.EraseAll), "Erases for good all that is or was of somebody.", typeof(NativeReceipt));
        routes.Read("POST", $"{Root}/erase/verify", NativeErasing.VerifyAsync)
            .Described(nameof(INativeRoutes.VerifyErasure), "Holds the store to a receipt. It needs access to everything.", typeof(NativeVerification));
        routes.Read("GET", $"{Root}/reviews", NativeReviews.ListAsync)
            .Described(nameof(INativeRoutes.GetReviews), "Lists what somebody must decide, newest first.", typeof(NativeList<NativeReview>));
        routes.Write("POST", $"{Root}/reviews/{{id}}", NativeReviews.SettleAsync)
            .Described(nameof(INativeRoutes.SettleReview), "Settles which of two memories holds.", typeof(NativeSettled), NotFound, Conflict);
        routes.Read("GET", $"{Root}/changes", NativeChanges.ListAsync)
            .Described(nameof(INativeRoutes.GetChanges), "Reads the log of changes: a page of it, or a stream of events.", typeof(NativeChangePage))
            .WithDescription($"With \"Accept: {EventStream.Type}\" an event for each change, with a NativeChange as its data, for as long as somebody listens.");
        routes.Read("POST", $"{Root}/search", NativeSearches.SearchAsync)
            .Described(nameof(INativeRoutes.SearchMemories), "Searches memories, as they are or as they were.", typeof(NativeList<NativeFound>));
    }
}
