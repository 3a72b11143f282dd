using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Keeping;

/// <summary>Fills a memory with all that can happen to memories, at random from a seed.</summary>
internal static class RandomStore
{
    public static readonly string[] Drinks = ["tea", "coffee", "cocoa", "mint tea", "\u2615 decaf", "milk \u00fc"];

    public static readonly MemoryScope[] Scopes =
    [
        MemoryFixture.Alice, MemoryFixture.Bob, MemoryScope.ForUser("alice", "coach", "run-1"), MemoryScope.ForUser("alice", runId: "run-2"),
        MemoryScope.ForAgent("coach", "run-3"),
    ];

    public static async Task FillAsync(MemoryFixture fixture, int seed, int steps)
    {
        Random random = new(seed);
        List<string> ids = [];
        Memory memory = fixture.Memory;
        for (int step = 0; step < steps; step++)
        {
            fixture.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 90)));
            string? id = ids.Count == 0 ? null : ids[random.Next(ids.Count)];
            try
            {
                await StepAsync(fixture, random, id, ids);
            }
            catch (MemoryException exception) when (exception is MemoryNotFoundException or ImmutableMemoryException or MemoryConflictException or MemoryValidationException)
            {
                // It was deleted, erased or never can be changed: a random step may meet one.
            }
        }

        // One of each, whatever the dice said.
        MemoryItem last = await fixture.StoreAsync("Likes rooibos", Scopes[2], new MemoryAddOptions { IsImmutable = true, ValidFrom = fixture.Time.GetUtcNow() });
        await memory.DeleteAsync(last.Id, cancellationToken: MemoryFixture.Token);
        await memory.RestoreAsync(last.Id, 1, cancellationToken: MemoryFixture.Token);
    }

    private static async Task StepAsync(MemoryFixture fixture, Random random, string? id, List<string> ids)
    {
        CancellationToken token = MemoryFixture.Token;
        Memory memory = fixture.Memory;
        string text = $"Likes {Drinks[random.Next(Drinks.Length)]}, cup {random.Next(12)}";
        switch (id is null ? 0 : random.Next(12))
        {
            case 0 or 1 or 2:
                MemoryAddOptions options = new()
                {
                    Mode = MemoryAddMode.Verbatim,
                    Metadata = random.Next(2) == 0 ? null : new JsonObject { ["n"] = random.NextDouble(), ["deep"] = new JsonObject { ["a"] = new JsonArray(1, null, "x") } },
                    Tags = random.Next(2) == 0 ? [] : ["drink", $"t{random.Next(3)}"],
                    IsImmutable = random.Next(8) == 0,
                    ExpiresAt = random.Next(4) == 0 ? fixture.Time.GetUtcNow().AddDays(random.Next(1, 9)) : null,
                    ValidFrom = random.Next(3) == 0 ? fixture.Time.GetUtcNow().AddDays(-random.Next(9)) : null,
                    Type = (MemoryType)random.Next(5),
                    ChangedBy = random.Next(2) == 0 ? null : "Ann",
                    Trust = (MemoryTrust)random.Next(-1, 2),
                    ChangedByRole = random.Next(3) == 0 ? "assistant" : null,
                    Reason = random.Next(3) == 0 ? "asked for \u0000 it" : null,
                };
                ids.AddRange((await memory.AddAsync(text, Scopes[random.Next(Scopes.Length)], options, token)).Items.Select(item => item.Id));
                break;
            case 3:
                await memory.UpdateAsync(id!, text, new MemoryUpdateOptions { Reason = "corrected", ChangedBy = "Bea" }, token);
                break;
            case 4:
                await memory.UpdateAsync(id!, new MemoryPatch { Tags = TagsPatch.Clear, Timestamp = fixture.Time.GetUtcNow().AddHours(-3), IsImmutable = random.Next(6) == 0 }, cancellationToken: token);
                break;
            case 5:
                MemoryUpdateResult kept = await memory.UpdateAsync(id!, text, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, token);
                ids.Add(kept.Item.Id);
                break;
            case 6:
                await memory.SettleReviewAsync(id!, ReviewDecision.UseBoth, cancellationToken: token);
                break;
            case 7:
                await memory.DeleteAsync(id!, cancellationToken: token);
                break;
            case 8:
                await memory.RestoreAsync(id!, 1, new MemoryRestoreOptions { Force = true }, token);
                break;
            case 9:
                await memory.AddAsync("I like tea", random.Next(2) == 0 ? Scopes[2] : Scopes[3], cancellationToken: token);
                break;
            case 10:
                MemoryLink link = new(ids[random.Next(ids.Count)], 1 - random.NextDouble());
                await memory.UpdateAsync(id!, new MemoryPatch { Links = LinksPatch.Set(link) }, cancellationToken: token);
                break;
            default:
                await memory.EraseAsync(id!, token);
                break;
        }
    }
}
