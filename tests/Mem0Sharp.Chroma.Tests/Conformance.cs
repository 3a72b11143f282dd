using System.Runtime.CompilerServices;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>Runs the cases of the suite, each over a collection of its own.</summary>
internal static class Conformance
{
    private static readonly ConditionalWeakTable<IVectorStore, ChromaStoreOptions> OptionsOf = [];

    public static IEnumerable<string> Cases => new VectorStoreConformance(_ => throw new NotSupportedException()).Cases.Select(conformanceCase => conformanceCase.Name);

    public static async Task RunAsync(SharedServer server, string name, int exactUpTo)
    {
        VectorStoreConformance suite = new(
            async _ =>
            {
                ChromaStoreOptions options = await server.OptionsAsync();
                options.ExactUpTo = exactUpTo;
                return Open(options);
            },
            async (store, _) =>
            {
                OptionsOf.TryGetValue(store, out ChromaStoreOptions? options);
                await store.DisposeAsync();
                return Open(options!);
            });

        await suite.Cases.Single(conformanceCase => string.Equals(conformanceCase.Name, name, StringComparison.Ordinal)).RunAsync(TestContext.Current.CancellationToken);
    }

    private static ChromaVectorStore Open(ChromaStoreOptions options)
    {
        ChromaVectorStore store = new(options);
        OptionsOf.Add(store, options);
        return store;
    }
}
