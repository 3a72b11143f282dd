using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>What a store refuses with a typed error, so that empty means empty.</summary>
internal static class RefusalCases
{
    private static readonly float[] TooShort = new float[VectorStoreConformance.Dimensions - 1];
    private static readonly float[] TooLong = new float[VectorStoreConformance.Dimensions + 1];

    static RefusalCases()
    {
        TooShort[0] = 1;
        TooLong[0] = 1;
    }

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Apply_WrongDimension_AppliesNothing", run => ApplyAsync<EmbeddingDimensionException>(run, TooShort, TooLong)),
        ("Apply_NotFinite_AppliesNothing", run => ApplyAsync<MemoryValidationException>(
            run, With(float.NaN), With(float.PositiveInfinity), With(float.NegativeInfinity))),
        ("Apply_ZeroLength_AppliesNothing", run => ApplyAsync<MemoryValidationException>(run, new float[VectorStoreConformance.Dimensions])),
        ("Search_WrongDimension_IsRefused", run => SearchAsync<EmbeddingDimensionException>(run, TooShort, TooLong, [])),
        ("Search_NotFinite_IsRefused", run => SearchAsync<MemoryValidationException>(
            run, With(float.NaN), With(float.PositiveInfinity), With(float.NegativeInfinity))),
        ("Search_ZeroLength_IsRefused", run => SearchAsync<MemoryValidationException>(run, new float[VectorStoreConformance.Dimensions])),
        ("Open_OtherDimension_IsRefused", OpenAsync),
    ];

    private static async Task ApplyAsync<TException>(ConformanceRun run, params float[][] vectors)
        where TException : Exception
    {
        await run.OpenAsync().ConfigureAwait(false);
        HistoryPosition position = new(0, 3);
        await run.Store.ApplyAsync([Upsert("a", 1, 0.9), Upsert("b", 1, 0.5)], position, run.CancellationToken).ConfigureAwait(false);
        foreach (float[] vector in vectors)
        {
            string what = $"a vector [{string.Join(", ", vector)}]";
            VectorChange[] batch =
            [
                Upsert("new", 1, 0.95), Upsert("a", 2, 0.1), Delete("b", 2), new VectorChange.Upsert(Item("bad"), vector),
                Upsert("newer", 1, 0.99),
            ];
            await run.ExpectThrowsAsync<TException>(
                what, () => run.Store.ApplyAsync(batch, new HistoryPosition(0, 9), run.CancellationToken)).ConfigureAwait(false);
            IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
            run.ExpectIds(
                $"after {what}", ["a v1", "b v1"], matches.Select(match => $"{match.Item.Id} v{match.Item.Version}"));
            await run.ExpectCountAsync($"after {what}", 2).ConfigureAwait(false);
            run.ExpectEqual($"the position after {what}", position, await run.ReopenAsync().ConfigureAwait(false));
        }
    }

    private static async Task SearchAsync<TException>(ConformanceRun run, params float[][] vectors)
        where TException : Exception
    {
        await run.OpenAsync().ConfigureAwait(false);
        foreach (string stage in (string[])["an empty store", "a store with a memory"])
        {
            foreach (float[] vector in vectors)
            {
                await run.ExpectThrowsAsync<TException>(
                    $"a query [{string.Join(", ", vector)}] to {stage}", () => run.SearchAsync(Query(vector: vector))).ConfigureAwait(false);
            }

            await run.ApplyAsync(Upsert("a")).ConfigureAwait(false);
        }

        await run.ExpectFoundAsync("a query that is right", Query(), "a").ConfigureAwait(false);
    }

    private static async Task OpenAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Upsert("a")).ConfigureAwait(false);
        EmbeddingSpace other = new(ConformanceRun.Space.Model, VectorStoreConformance.Dimensions * 2);
        await run.ExpectThrowsAsync<EmbeddingDimensionException>(
            "opening for another dimension", () => run.Store.OpenAsync(other, run.CancellationToken)).ConfigureAwait(false);
        await run.ReopenAsync().ConfigureAwait(false);
        await run.ExpectFoundAsync("afterwards, opened for its own", Query(), "a").ConfigureAwait(false);
    }

    private static float[] With(float component)
    {
        float[] vector = Ahead;
        vector[^1] = component;
        return vector;
    }
}
