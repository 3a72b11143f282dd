using System.Runtime.CompilerServices;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>The store keeps the contract of <see cref="IVectorStore"/>, each sentence of it.</summary>
public sealed class ConformanceTests(SharedServer server)
{
    private static readonly ConditionalWeakTable<IVectorStore, ChromaStoreOptions> OptionsOf = [];

    public static TheoryData<string> Cases { get; } =
        [.. new VectorStoreConformance(_ => throw new NotSupportedException()).Cases.Select(conformanceCase => conformanceCase.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store_EachCaseOfTheSuite_Passes(string name) => RunAsync(name, exactUpTo: 500);

    /// <summary>The same, where the server's index names the candidates of every search.</summary>
    [Theory]
    [InlineData("Search_SeveralMemories_BestFirst")]
    [InlineData("Search_Scores_AreCosines")]
    [InlineData("Search_StoredVectorOfAnyLength_ScoresTheSame")]
    [InlineData("Search_Top_IsTheMostReturned")]
    [InlineData("Search_MinScore_LeavesOutWhatIsBelow")]
    [InlineData("Search_BetterMatchesOutsideTheScope_TakeNoPlace")]
    [InlineData("Search_AmongSomeMemories_FindsThoseWithTheScoresOfAll")]
    [InlineData("Search_ItemWithEverythingSet_ComesBackEqual")]
    [InlineData("Filter_ThatLeavesThree_FindsThoseThree")]
    [InlineData("Filter_AndItsNegation_DivideTheScope")]
    [InlineData("Expiry_BetterButExpired_TakesNoPlace")]
    [InlineData("Trust_BetterButBelow_TakesNoPlace")]
    [InlineData("Changes_InAnyOrder_EndTheSame")]
    [InlineData("Scope_SeveralIds_MustAllMatch")]
    public Task Store_WhereTheIndexIsAsked_PassesTheCase(string name) => RunAsync(name, exactUpTo: 0);

    private async Task RunAsync(string name, int exactUpTo)
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
