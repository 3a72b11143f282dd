namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>Stores that are wrong on purpose about filters, each with the cases that must notice.</summary>
internal static class BrokenFilterStores
{
    public static IReadOnlyList<(string Fault, Func<IVectorStore> Create, string[] Cases)> All { get; } =
    [
        (
            "ignores filters",
            () => new BrokenSearchStore(ask: query => With(query, filter: null)),
            [
                "Filter_EachOperator_FindsWhatTheTableSays",
                "Filter_AndItsNegation_DivideTheScope",
                "Filter_OfAnotherScope_FindsNothingOfIt",
                "Filter_WithScoreTrustAndExpiry_LeavesWhatPassesAll",
            ]),
        (
            "asks the filter when the top is taken",
            () => new BrokenSearchStore(
                ask: query => With(query, filter: null),
                answer: (query, matches) => matches.Where(match => query.Filter?.Matches(match.Item) != false)),
            ["Filter_ThatLeavesThree_FindsThoseThree"]),
        (
            "leaves out of a negation what has no value",
            () => new BrokenSearchStore(
                answer: (query, matches) => matches.Where(match => query.Filter is null || match.Item.Metadata.Count > 0)),
            ["Filter_EachOperator_FindsWhatTheTableSays", "Filter_AndItsNegation_DivideTheScope"]),
        (
            "takes the filter for the scope",
            () => new BrokenSearchStore(ask: query => query.Filter is null ? query : With(query, query.Filter, MemoryScope.ForUser("bob"))),
            ["Filter_OfAnotherScope_FindsNothingOfIt"]),
        (
            "filters by the first metadata",
            () => new BrokenApplyStore(
                (told, changes) => changes.Select(change => change is VectorChange.Upsert upsert && First(told, upsert) is { } first
                    ? new VectorChange.Upsert(upsert.Item with { Metadata = first.Item.Metadata }, upsert.Vector)
                    : change)),
            ["Filter_AfterChanges_SeesTheNewestVersion"]),
        (
            "ignores filters by keyword",
            () => new BrokenKeywordStore(ask: query => With(query, filter: null)),
            ["KeywordFilter_EachOperator_FindsWhatTheTableSays", "KeywordFilter_LeavesOut_AndChangesNoScore"]),
        (
            "filters by keyword after the top is taken",
            () => new BrokenKeywordStore(
                ask: query => With(query, filter: null),
                answer: (query, matches) => matches.Where(match => query.Filter?.Matches(match.Item) != false)),
            ["KeywordFilter_ThatLeavesThree_FindsThoseThree"]),
        (
            "weighs words by what the filter leaves",
            () => new BrokenKeywordStore(
                answer: (query, matches) => matches.Select(match => query.Filter is null ? match : match with { Score = match.Score / 2 })),
            ["KeywordFilter_LeavesOut_AndChangesNoScore"]),
    ];

    private static VectorQuery With(VectorQuery query, MemoryFilter? filter, MemoryScope? scope = null) => new()
    {
        Vector = query.Vector,
        Scope = scope ?? query.Scope,
        Top = query.Top,
        MinScore = query.MinScore,
        MinTrust = query.MinTrust,
        ActiveAt = query.ActiveAt,
        Filter = filter,
        MemoryIds = query.MemoryIds,
    };

    private static KeywordQuery With(KeywordQuery query, MemoryFilter? filter) => new()
    {
        Text = query.Text,
        Scope = query.Scope,
        Top = query.Top,
        MinTrust = query.MinTrust,
        ActiveAt = query.ActiveAt,
        Filter = filter,
        MemoryIds = query.MemoryIds,
    };

    private static VectorChange.Upsert? First(IReadOnlyList<VectorChange> told, VectorChange change) => told.OfType<VectorChange.Upsert>()
        .FirstOrDefault(known => string.Equals(known.Id, change.Id, StringComparison.Ordinal));
}
