namespace Mem0Sharp.Chroma.Tests;

/// <summary>The store keeps the contract of <see cref="IVectorStore"/>, each sentence of it; <see cref="ConcurrencyConformanceTests"/> has some more.</summary>
public sealed class ConformanceTests(SharedServer server)
{
    public static TheoryData<string> Cases { get; } = [.. Conformance.Cases.Except(ConcurrencyConformanceTests.Names, StringComparer.Ordinal)];

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
    [InlineData("Expiry_BetterButExpired_TakesNoPlace")]
    [InlineData("Trust_BetterButBelow_TakesNoPlace")]
    public Task Store_WhereTheIndexIsAsked_PassesTheCase(string name) => RunAsync(name, exactUpTo: 0);

    private Task RunAsync(string name, int exactUpTo) => Conformance.RunAsync(server, name, exactUpTo);
}
