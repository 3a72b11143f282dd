using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Applying a change twice, or an older one late, changes nothing, in whatever order they come.</summary>
internal static class VersionCases
{
    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Upsert_NewerVersion_ReplacesItemAndVector", ReplaceAsync),
        ("Upsert_NextVersionMayBeSkipped_StillReplaces", SkippedVersionAsync),
        ("Upsert_SameVersionAgain_ChangesNothing", SameVersionAsync),
        ("Upsert_OlderAfterNewer_IsIgnored", OlderUpsertAsync),
        ("Delete_Newer_Removes", DeleteAsync),
        ("Delete_OlderOrEqualAfterUpsert_IsIgnored", OlderDeleteAsync),
        ("Delete_UnknownId_ChangesNothingElse", UnknownDeleteAsync),
        ("Upsert_OlderThanDelete_DoesNotResurrect", ResurrectAsync),
        ("Upsert_DeleteCameFirst_DoesNotResurrect", DeleteFirstAsync),
        ("Upsert_NewerThanDelete_Restores", RestoreAsync),
        ("Delete_OlderAfterOtherDelete_ForgetsNothing", OlderDeleteAfterDeleteAsync),
        ("Batch_SameIdSeveralTimes_NewestWins", SameIdAsync),
        ("Batch_Replayed_ChangesNothing", ReplayAsync),
        ("Changes_InAnyOrder_EndTheSame", AnyOrderAsync),
    ];

    private static async Task ReplaceAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9), Upsert("b", 1, 0.5)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 2, 0.1)).ConfigureAwait(false);
        await ExpectAsync(run, "after the update", ("b", 1, 0.5), ("a", 2, 0.1)).ConfigureAwait(false);
        await run.ExpectCountAsync("after the update", 2).ConfigureAwait(false);
    }

    private static async Task SkippedVersionAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 3, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 12, 0.4)).ConfigureAwait(false);
        await ExpectAsync(run, "version 12 after 3", ("a", 12, 0.4)).ConfigureAwait(false);
    }

    private static async Task SameVersionAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 2, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 2, 0.9)).ConfigureAwait(false);
        await ExpectAsync(run, "after the replay", ("a", 2, 0.9)).ConfigureAwait(false);

        // Not newer, so not looked at: also with other content.
        await run.ApplyAsync(new VectorChange.Upsert(Item("a", 2, text: "other"), At(0.1))).ConfigureAwait(false);
        await ExpectAsync(run, "after the same version with other content", ("a", 2, 0.9)).ConfigureAwait(false);
    }

    private static async Task OlderUpsertAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 10, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 9, 0.1)).ConfigureAwait(false);
        await ExpectAsync(run, "version 9 after 10", ("a", 10, 0.9)).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9), Upsert("b", 1, 0.5), Upsert("c", 1, 0.3)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await ExpectAsync(run, "after the delete", ("b", 1, 0.5), ("c", 1, 0.3)).ConfigureAwait(false);
        await run.ExpectCountAsync("after the delete", 2).ConfigureAwait(false);
    }

    private static async Task OlderDeleteAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 3, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await ExpectAsync(run, "delete 2 after upsert 3", ("a", 3, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 3)).ConfigureAwait(false);
        await ExpectAsync(run, "delete 3 after upsert 3", ("a", 3, 0.9)).ConfigureAwait(false);
    }

    private static async Task UnknownDeleteAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("unknown", 4)).ConfigureAwait(false);
        await ExpectAsync(run, "after deleting an unknown id", ("a", 1, 0.9)).ConfigureAwait(false);
        await run.ExpectCountAsync("after deleting an unknown id", 1).ConfigureAwait(false);
    }

    private static async Task ResurrectAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 3)).ConfigureAwait(false);
        foreach (int version in (int[])[1, 2, 3])
        {
            await run.ApplyAsync(Upsert("a", version, 0.9)).ConfigureAwait(false);
            await ExpectAsync(run, $"upsert {version} after delete 3").ConfigureAwait(false);
        }

        await run.ExpectCountAsync("after late upserts", 0).ConfigureAwait(false);
    }

    private static async Task DeleteFirstAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9)).ConfigureAwait(false);
        await ExpectAsync(run, "upsert 1 after delete 2 of an id never seen").ConfigureAwait(false);
    }

    private static async Task RestoreAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 1, 0.9)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 3, 0.4)).ConfigureAwait(false);
        await ExpectAsync(run, "upsert 3 after delete 2", ("a", 3, 0.4)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await ExpectAsync(run, "delete 2 again, after the restore", ("a", 3, 0.4)).ConfigureAwait(false);
    }

    private static async Task OlderDeleteAfterDeleteAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 6)).ConfigureAwait(false);
        await run.ApplyAsync(Delete("a", 2)).ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a", 5, 0.9)).ConfigureAwait(false);
        await ExpectAsync(run, "upsert 5 after delete 6 and delete 2").ConfigureAwait(false);
    }

    private static async Task SameIdAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(
            Upsert("a", 1, 0.9), Upsert("a", 2, 0.8), Upsert("b", 3, 0.7), Upsert("b", 1, 0.6), Upsert("c", 1, 0.5), Delete("c", 2),
            Upsert("d", 1, 0.4), Delete("d", 2), Upsert("d", 3, 0.3), Delete("e", 2), Upsert("e", 1, 0.2)).ConfigureAwait(false);
        await ExpectAsync(run, "one batch", ("a", 2, 0.8), ("b", 3, 0.7), ("d", 3, 0.3)).ConfigureAwait(false);
        await run.ExpectCountAsync("after one batch", 3).ConfigureAwait(false);
    }

    private static async Task ReplayAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        VectorChange[] changes =
        [
            Upsert("a", 1, 0.9), Upsert("b", 1, 0.8), Upsert("c", 1, 0.7), Upsert("a", 2, 0.6), Delete("b", 2), Delete("c", 2),
            Upsert("c", 3, 0.5),
        ];
        for (int time = 1; time <= 3; time++)
        {
            await run.ApplyAsync(changes).ConfigureAwait(false);
            await ExpectAsync(run, $"applied {time} times", ("a", 2, 0.6), ("c", 3, 0.5)).ConfigureAwait(false);
            await run.ExpectCountAsync($"after {time} times", 2).ConfigureAwait(false);
        }

        foreach (VectorChange change in changes)
        {
            await run.ApplyAsync(change).ConfigureAwait(false);
            await ExpectAsync(run, $"{change} alone again", ("a", 2, 0.6), ("c", 3, 0.5)).ConfigureAwait(false);
        }
    }

    private static async Task AnyOrderAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        Random random = run.Random();
        List<VectorChange> changes = [];
        List<(string Id, int Version, double Cosine)> expected = [];
        for (int memory = 0; memory < 60; memory++)
        {
            string id = $"m{memory:00}";
            int newest = random.Next(1, 6);
            for (int version = 1; version <= newest; version++)
            {
                double cosine = 0.9 - (0.01 * memory) - (0.001 * version);
                bool isDelete = random.Next(3) == 0;
                changes.Add(isDelete ? Delete(id, version) : Upsert(id, version, cosine));
                if (version == newest && !isDelete)
                {
                    expected.Add((id, version, cosine));
                }
            }
        }

        VectorChange[] order = [.. changes, .. changes];
        random.Shuffle(order);
        for (int start = 0; start < order.Length;)
        {
            int size = Math.Min(random.Next(1, 9), order.Length - start);
            await run.ApplyAsync(order[start..(start + size)]).ConfigureAwait(false);
            start += size;
        }

        await ExpectAsync(run, "all changes, shuffled, each twice", [.. expected]).ConfigureAwait(false);
        await run.ExpectCountAsync("after all changes", expected.Count).ConfigureAwait(false);
    }

    private static async Task ExpectAsync(ConformanceRun run, string what, params (string Id, int Version, double Cosine)[] expected)
    {
        IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
        run.ExpectIds(
            what,
            expected.OrderByDescending(memory => memory.Cosine).Select(memory => $"{memory.Id} v{memory.Version}"),
            matches.Select(match => $"{match.Item.Id} v{match.Item.Version}"));
        foreach ((string id, int version, double cosine) in expected)
        {
            VectorMatch match = matches.First(match => string.Equals(match.Item.Id, id, StringComparison.Ordinal));
            run.ExpectScore($"{what}, the score of {id}", cosine, match.Score);
            run.ExpectEqual($"{what}, the text of {id}", Item(id, version).Text, match.Item.Text);
        }
    }
}
