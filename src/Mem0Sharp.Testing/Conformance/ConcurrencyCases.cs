using static Mem0Sharp.Testing.Sample;

namespace Mem0Sharp.Testing;

/// <summary>Many at once: a search sees a batch wholly or not at all, and nobody fails.</summary>
internal static class ConcurrencyCases
{
    private const int Searchers = 3;
    private const int Batches = 60;
    private const int BatchSize = 12;

    public static IEnumerable<(string Name, Func<ConformanceRun, Task> Body)> All =>
    [
        ("Concurrent_SearchDuringBatches_SeesEachWhole", WholeBatchesAsync),
        ("Concurrent_SearchAfterApply_SeesIt", ReadYourWritesAsync),
        ("Concurrent_AppliesAndSearches_NeverFail", NeverFailAsync),
    ];

    private static async Task WholeBatchesAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await run.ApplyAsync(Generation(run, 1)).ConfigureAwait(false);
        Tally tally = new();
        Task[] searchers = [.. Enumerable.Range(0, Searchers).Select(_ => Task.Run(SearchUntilDoneAsync, run.CancellationToken))];
        try
        {
            // On until there were searches enough beside it: a fast store would be through before the first began.
            for (int generation = 2; generation <= Batches || tally.Searches < Batches; generation++)
            {
                await run.ApplyAsync(Generation(run, generation)).ConfigureAwait(false);
                if (searchers.Any(searcher => searcher.IsCompleted))
                {
                    break;
                }

                await Task.Yield();
            }
        }
        finally
        {
            tally.IsDone = true;
        }

        await Task.WhenAll(searchers).ConfigureAwait(false);

        async Task SearchUntilDoneAsync()
        {
            bool last;
            do
            {
                last = tally.IsDone;
                IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query()).ConfigureAwait(false);
                string[] texts = [.. matches.Select(match => match.Item.Text).Distinct(StringComparer.Ordinal)];
                run.ExpectEqual("the generations that one search sees", 1, texts.Length);
                run.ExpectEqual($"the memories that one search sees of {texts[0]}", BatchSize + 1, matches.Count);
                tally.Count();
            }
            while (!last);
        }
    }

    /// <summary>Twelve memories move to the next version, and one that came alone makes way for the next.</summary>
    private static VectorChange[] Generation(ConformanceRun run, int generation)
    {
        string text = $"generation {generation}";
        VectorChange[] batch =
        [
            .. Enumerable.Range(0, BatchSize).Select(n => Upsert(Item($"m{n:00}", generation, text: text), 0.5)),
            Upsert(Item($"alone{generation}", text: text), 0.5),
            Delete($"alone{generation - 1}", 2),
        ];
        run.Random(generation).Shuffle(batch);
        return batch;
    }

    private static async Task ReadYourWritesAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, Searchers).Select(writer => Task.Run(
            async () =>
            {
                MemoryScope scope = MemoryScope.ForUser($"writer{writer}");
                for (int version = 1; version <= Batches; version++)
                {
                    await run.ApplyAsync(Upsert($"w{writer}", version, scope: scope)).ConfigureAwait(false);
                    IReadOnlyList<VectorMatch> matches = await run.SearchAsync(Query(scope)).ConfigureAwait(false);
                    run.ExpectIds(
                        "a search after the apply ended", [$"w{writer} v{version}"], matches.Select(m => $"{m.Item.Id} v{m.Item.Version}"));
                }
            },
            run.CancellationToken))).ConfigureAwait(false);
    }

    private static async Task NeverFailAsync(ConformanceRun run)
    {
        await run.OpenAsync().ConfigureAwait(false);
        const int Memories = 20;
        Task[] workers =
        [
            .. Enumerable.Range(0, Searchers).Select(writer => Task.Run(() => WriteAsync(writer), run.CancellationToken)),
            .. Enumerable.Range(0, Searchers).Select(reader => Task.Run(() => ReadAsync(Searchers + reader), run.CancellationToken)),
        ];
        await Task.WhenAll(workers).ConfigureAwait(false);
        await run.ApplyAsync([.. Enumerable.Range(0, Memories).Select(n => Upsert($"m{n:00}", 1000, 0.9 - (0.01 * n)))]).ConfigureAwait(false);
        await run.ExpectFoundAsync("the end", Query(), [.. Enumerable.Range(0, Memories).Select(n => $"m{n:00}")]).ConfigureAwait(false);
        await run.ExpectCountAsync("at the end", Memories).ConfigureAwait(false);

        async Task WriteAsync(int stream)
        {
            Random random = run.Random(stream);
            for (int batch = 0; batch < Batches; batch++)
            {
                await run.ApplyAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Change(random))]).ConfigureAwait(false);
            }
        }

        async Task ReadAsync(int stream)
        {
            Random random = run.Random(stream);
            for (int search = 0; search < Batches; search++)
            {
                string[] ids = await run.IdsAsync(Query(top: random.Next(1, 30))).ConfigureAwait(false);
                run.ExpectEqual("how often a search returns an id", ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
                long count = await run.Store.CountAsync(run.CancellationToken).ConfigureAwait(false);
                run.ExpectEqual($"whether a count of {count} is possible", true, count is >= 0 and <= Memories);
            }
        }

        static VectorChange Change(Random random)
        {
            string id = $"m{random.Next(Memories):00}";
            int version = random.Next(1, 100);
            return random.Next(3) == 0 ? Delete(id, version) : Upsert(id, version, random.NextDouble());
        }
    }

    /// <summary>What the searchers and the writer tell each other across threads.</summary>
    private sealed class Tally
    {
        private volatile bool _isDone;
        private int _searches;

        public bool IsDone
        {
            get => _isDone;
            set => _isDone = value;
        }

        public int Searches => Volatile.Read(ref _searches);

        public void Count() => Interlocked.Increment(ref _searches);
    }
}
