using System.Text.Json;

namespace Mem0Sharp.AspNetCore;

/// <summary>Erasing for good, and whether the store still answers for it.</summary>
internal static class NativeErasing
{
    public static async Task<WireReply> EraseAsync(WireRequest request) =>
        Of(await request.Memory.EraseAsync(request.Route("id"), request.Aborted).ConfigureAwait(false));

    /// <summary>Erases all of whom the body names: nobody is no scope.</summary>
    public static async Task<WireReply> EraseAllAsync(WireRequest request) =>
        Of(await request.Memory.For(NativeBody.ReadOwner(request)).EraseAsync(request.Aborted).ConfigureAwait(false));

    /// <summary>Holds the store to a receipt: a receipt may be of anybody's memories, so it is for whoever may touch everything.</summary>
    public static async Task<WireReply> VerifyAsync(WireRequest request)
    {
        Memory memory = request.Memory.Everything;
        NativeReceipt body = NativeBody.Read(request, NativeJsonContext.Default.NativeReceipt);
        if (body.MemoryIds.Any(id => id is null))
        {
            throw WireException.Wrong("memory_ids", "a list without nulls");
        }

        EraseVerification verified = await memory.VerifyAsync(
            new EraseReceipt(body.MemoryIds, body.ErasedAt) { Hash = body.Hash }, request.Aborted).ConfigureAwait(false);
        return JsonSerializer.SerializeToNode(
            new NativeVerification { IsVerified = verified.IsVerified, Problems = verified.Problems }, NativeJsonContext.Default.NativeVerification)!;
    }

    private static WireReply Of(EraseReceipt receipt) => JsonSerializer.SerializeToNode(
        new NativeReceipt { MemoryIds = receipt.MemoryIds, ErasedAt = receipt.ErasedAt, Hash = receipt.Hash }, NativeJsonContext.Default.NativeReceipt)!;
}
