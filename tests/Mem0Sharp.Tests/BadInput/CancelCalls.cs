using System.Text;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>Every call of a memory, each on a file that was prepared for it.</summary>
internal static class CancelCalls
{
    /// <summary>What the model makes of any conversation.</summary>
    public const string Fact = "Alice likes coffee most";

    public const string Extracted = $$"""{"facts":[{"text":"{{Fact}}","messages":[0]},{"text":"Alice swims","messages":[0]}]}""";

    public const string Decided =
        $$"""
        {"decisions":[{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null},
        {"fact":1,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}]}
        """;

    private static readonly MemoryScope Alice = MemoryFixture.Alice;

    public static IReadOnlyDictionary<string, Func<Memory, CancellationToken, Task>> All { get; } =
        new SortedDictionary<string, Func<Memory, CancellationToken, Task>>(StringComparer.Ordinal)
        {
            ["open"] = (memory, token) => memory.OpenAsync(token),
            ["add verbatim"] = (memory, token) => memory.AddAsync("Likes cake", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, token),
            ["add verbatim once"] = (memory, token) =>
                memory.AddAsync("Likes cake", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, IdempotencyKey = "k" }, token),
            ["add inferred"] = (memory, token) => memory.AddAsync("I like coffee most, and swim.", Alice, cancellationToken: token),
            ["add inferred once"] = (memory, token) =>
                memory.AddAsync("I like coffee most, and swim.", Alice, new MemoryAddOptions { IdempotencyKey = "k" }, token),
            ["import"] = (memory, token) => memory.ImportAsync(Import("new", "newer"), cancellationToken: token),
            ["update"] = (memory, token) => memory.UpdateAsync("tea", "Likes mint", cancellationToken: token),
            ["update once"] = (memory, token) => memory.UpdateAsync("tea", "Likes mint", new MemoryUpdateOptions { IdempotencyKey = "k" }, token),
            ["update by decision"] = (memory, token) =>
                memory.UpdateAsync("tea", item => MemoryPatch.ForText(item.Text + " a lot"), cancellationToken: token),
            ["update late, merged"] = (memory, token) => memory.UpdateAsync(
                "tea", new MemoryPatch { Tags = TagsPatch.Add("new") }, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge }, token),
            ["update late, kept both"] = (memory, token) => memory.UpdateAsync(
                "tea", "Likes mint", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, token),
            ["batch update"] = (memory, token) => memory.BatchUpdateAsync(Updates, cancellationToken: token),
            ["batch update all or nothing, once"] = (memory, token) =>
                memory.BatchUpdateAsync(Updates, new BatchUpdateOptions { AllOrNothing = true, IdempotencyKey = "k" }, token),
            ["delete"] = (memory, token) => memory.DeleteAsync("tea", cancellationToken: token),
            ["batch delete"] = (memory, token) => memory.BatchDeleteAsync(["tea", "milk", "water"], cancellationToken: token),
            ["delete all"] = (memory, token) => memory.DeleteAllAsync(Alice, cancellationToken: token),
            ["restore"] = (memory, token) => memory.RestoreAsync("gone", 1, cancellationToken: token),
            ["roll back"] = (memory, token) => memory.RollBackAsync(new MemoryRollback { KnownAt = CancelRun.Now.AddDays(-1).AddHours(1), Scope = Alice }, token),
            ["settle a review"] = async (memory, token) =>
            {
                MemoryReview review = await memory.GetReviewsAsync(Alice, token).FirstAsync(token);
                await memory.SettleReviewAsync(review.Kept.Id, ReviewDecision.UseKept, cancellationToken: token);
            },
            ["erase one"] = (memory, token) => memory.EraseAsync("tea", token),
            ["erase a scope"] = (memory, token) => memory.EraseAsync(Alice, token),
            ["lift a rejection"] = (memory, token) => memory.LiftRejectionAsync(Alice, "Likes gone", token),
            ["reset"] = (memory, token) => memory.ResetAsync(token),
            ["get"] = (memory, token) => memory.GetAsync("tea", token),
            ["get several"] = (memory, token) => memory.GetAsync(["tea", "milk"], token),
            ["get as of"] = (memory, token) => memory.GetAsync("tea", MemoryAsOf.Known(CancelRun.Now), token),
            ["link"] = (memory, token) => memory.UpdateAsync(
                "milk", new MemoryPatch { Text = "Likes oat milk", Links = LinksPatch.Set(new MemoryLink("water", 0.5)) }, cancellationToken: token),
            ["related"] = (memory, token) => memory.GetRelatedAsync("tea", new MemoryRelatedOptions { Hops = 3 }, token),
            ["list"] = async (memory, token) => await memory.GetAllAsync(Alice, new MemoryListOptions { PageSize = 2 }, token).CountAsync(token),
            ["count as of"] = (memory, token) => memory.CountAsync(Alice, new MemoryListOptions { AsOf = MemoryAsOf.Held(CancelRun.Now) }, token),
            ["search"] = (memory, token) => memory.SearchAsync("likes tea", Alice, cancellationToken: token),
            ["context"] = (memory, token) => memory.GetContextAsync("likes tea", Alice, cancellationToken: token),
            ["search as of"] = (memory, token) =>
                memory.SearchAsync("likes tea", Alice, new MemorySearchOptions { AsOf = MemoryAsOf.Known(CancelRun.Now) }, token),
            ["history"] = async (memory, token) => await memory.HistoryAsync(new HistoryFilter(), token).CountAsync(token),
            ["measure cosines"] = (memory, token) => memory.MeasureCosinesAsync(Alice, token),
            ["check"] = (memory, token) => memory.CheckAsync(token),
        };

    private static MemoryUpdate[] Updates => [new("tea", "Likes mint"), new("milk", "Likes oat milk"), new("water", "Likes soda")];

    /// <summary>Makes memories of known ids.</summary>
    public static MemoryImportSource Import(params string[] ids) => MemoryImportSource.Mem0Json(new MemoryStream(Encoding.UTF8.GetBytes(
        $"[{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","memory":"Likes {{id}}","user_id":"alice"}"""))}]")));
}
