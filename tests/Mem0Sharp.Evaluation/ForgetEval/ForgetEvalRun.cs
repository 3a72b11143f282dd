namespace Mem0Sharp.Evaluation;

/// <summary>Takes one kind of store through the cases, each case with a store of its own, and looks at what is found in the end.</summary>
internal sealed class ForgetEvalRun(IReadOnlyList<ForgetCase> cases, EvaluationConsole console)
{
    /// <summary>How many hits an answer is made of, as in the suite's own harness.</summary>
    public const int Top = 5;

    public async Task<ForgetEvalResult> RunAsync(
        string name, Func<ForgetCase, IForgettingStore> storeFor, CancellationToken cancellationToken)
    {
        ForgetEvalResult result = new(name);
        ProgressLine progress = new(console, cases.Count);
        foreach (ForgetCase next in cases)
        {
            IForgettingStore store = storeFor(next);
            foreach (string fact in next.Facts)
            {
                await store.AddAsync(fact, cancellationToken);
            }

            foreach (ForgetMutation mutation in next.Mutations)
            {
                await store.ChangeAsync(mutation, cancellationToken);
            }

            string answer = await AskAsync(store, [next.FinalQuery], cancellationToken);
            result.Add(next, answer, await AskAsync(store, next.Forbidden, cancellationToken));
            progress.Step($"cases ({name})");
        }

        progress.Clear();
        return result;
    }

    private static async Task<string> AskAsync(IForgettingStore store, IReadOnlyList<string> queries, CancellationToken cancellationToken)
    {
        List<string> hits = [];
        foreach (string query in queries)
        {
            hits.AddRange(await store.SearchAsync(query, Top, cancellationToken));
        }

        return string.Join(' ', hits);
    }
}
