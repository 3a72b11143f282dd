namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>Stores that are wrong on purpose about keywords and about memories without a vector, each with the cases that must notice.</summary>
internal static class BrokenKeywordStores
{
    private static readonly MemoryItem Ghost = new() { Id = "ghost", Text = "ghost", Scope = MemoryScope.ForUser("alice") };
    private static readonly float[] MadeUp = [0.6f, 0.8f, .. new float[VectorStoreConformance.Dimensions - 2]];

    public static IReadOnlyList<(string Fault, Func<IVectorStore> Create, string[] Cases)> All { get; } =
    [
        (
            "finds nothing by keyword",
            () => new BrokenKeywordStore(answer: (_, _) => []),
            [
                "Keywords_SharedWord_FindsInAnyCase",
                "Keywords_LinkedAgentAndRun_FindTheMemory",
                "KeywordsAfter_Reopen_FindWhatIsStored",
                "NoVector_Memory_IsCountedAndFoundByKeyword",
            ]),
        (
            "invents a match by keyword",
            () => new BrokenKeywordStore(answer: (_, matches) => matches.Append(new VectorMatch(Ghost, 0))),
            [
                "Keywords_EmptyStore_FindNothing",
                "Keywords_NoSharedWord_IsNotReturned",
                "Keywords_TextWithoutWords_FindsNothing",
                "KeywordsAfter_Clear_FindNothing",
            ]),
        (
            "tells large letters from small",
            () => new BrokenKeywordStore(
                answer: (query, matches) => matches.Where(match => query.Text.Split(' ').Any(word => match.Item.Text.Contains(word, StringComparison.Ordinal)))),
            ["Keywords_SharedWord_FindsInAnyCase"]),
        (
            "the fewest shared words first",
            () => new BrokenKeywordStore(answer: (_, matches) => matches.Reverse()),
            ["Keywords_MoreSharedWords_BestFirst"]),
        (
            "keyword scores without an end",
            () => new BrokenKeywordStore(answer: (_, matches) => matches.Select(match => match with { Score = match.Score * 20 })),
            ["Keywords_Scores_AreFromZeroToBelowOne"]),
        (
            "keyword ties in reverse order",
            () => new BrokenKeywordStore(
                answer: (_, matches) => matches
                    .OrderByDescending(match => match.Score)
                    .ThenByDescending(match => match.Item.Id, StringComparer.Ordinal)),
            ["Keywords_EqualScores_ComeInOrdinalIdOrder"]),
        (
            "keyword ties in order of age",
            () => new BrokenKeywordStore(
                ask: query => With(query, top: MemoryLimits.Top),
                answer: (query, matches) => matches
                    .OrderByDescending(match => match.Score)
                    .ThenByDescending(match => match.Item.Id, StringComparer.Ordinal)
                    .Take(query.Top)
                    .OrderByDescending(match => match.Score)
                    .ThenBy(match => match.Item.Id, StringComparer.Ordinal)),
            ["Keywords_EqualScoresAtTheCut_KeepTheLowestIds"]),
        (
            "ignores Top by keyword",
            () => new BrokenKeywordStore(ask: query => With(query, top: MemoryLimits.Top)),
            ["Keywords_Top_IsTheMostReturned"]),
        (
            "knows letters alone",
            () => new BrokenKeywordStore(ask: query => With(query, text: string.Concat(query.Text.Where(char.IsLetter)))),
            ["Keywords_NamesNumbersAndAddresses_AreFoundAsWritten"]),
        (
            "takes the user for the whole scope",
            () => new BrokenKeywordStore(
                ask: query => query.Scope.UserId is { } user ? With(query, scope: MemoryScope.ForUser(user)) : query),
            ["Keywords_Scope_FindsOnlyItsMemories"]),
        (
            "knows no links by keyword",
            () => new BrokenKeywordStore(
                answer: (query, matches) => matches.Where(match => query.Scope.Contains(match.Item with { LinkedAgentIds = [], LinkedRunIds = [] }))),
            ["Keywords_LinkedAgentAndRun_FindTheMemory"]),
        ("weighs words by everybody's memories", () => new EverybodysWordsStore(), ["Keywords_OthersMemories_ChangeNoScore"]),
        (
            "filters keyword matches after the top is taken",
            () => new BrokenKeywordStore(
                ask: query => new KeywordQuery { Text = query.Text, Scope = query.Scope, Top = query.Top },
                answer: (query, matches) => matches.Where(match =>
                    !(match.Item.Trust < query.MinTrust) && (query.ActiveAt is not { } now || !match.Item.IsExpired(now)))),
            ["Keywords_Expired_IsLeftOutAndTakesNoPlace", "Keywords_BelowTheLowestTier_IsLeftOutAndTakesNoPlace"]),
        (
            "looks among all, and takes those that were asked for afterwards",
            () => new BrokenKeywordStore(
                ask: query => With(query, amongAll: true),
                answer: (query, matches) => matches.Where(match => query.MemoryIds?.Contains(match.Item.Id, StringComparer.Ordinal) != false)),
            ["Keywords_AmongSomeMemories_FindsThoseWithTheScoresOfTheScope"]),
        (
            "loses metadata by keyword",
            () => new BrokenKeywordStore(
                answer: (_, matches) => matches.Select(match => match with { Item = match.Item with { Metadata = MemoryMetadata.Empty } })),
            ["Keywords_ItemWithEverythingSet_ComesBackEqual"]),
        (
            "keeps the words of the first text",
            () => new BrokenApplyStore(
                (told, changes) => changes.Select(change => change is VectorChange.Upsert upsert && First(told, upsert) is { } first
                    ? new VectorChange.Upsert(upsert.Item with { Text = first.Item.Text }, upsert.Vector)
                    : change)),
            ["KeywordsAfter_NewText_AreTheNewTexts", "NoVector_NewerVersion_TakesTheOldVectorOut"]),
        ("keeps the first scope for keywords", () => new FirstScopeStore(), ["KeywordsAfter_NewScope_AreTheNewScopes"]),
        (
            "takes any version for the newest text",
            () => new UnversionedStore((_, _) => true),
            ["KeywordsAfter_OlderVersion_AreTheNewerTexts", "NoVector_SameVersionAgain_KeepsTheVector"]),
        (
            "keeps the words of what is deleted",
            () => new BrokenApplyStore((_, changes) => changes.Where(change => change is VectorChange.Upsert)),
            ["KeywordsAfter_Delete_FindNothingOfIt", "NoVector_Deleted_DoesNotComeBackWithOne"]),
        (
            "makes up a vector where there is none",
            () => new BrokenApplyStore((_, changes) => changes.Select(change =>
                change is VectorChange.Upsert { Vector.IsEmpty: true } upsert ? new VectorChange.Upsert(upsert.Item, MadeUp) : change)),
            [
                "NoVector_Memory_IsNotFoundByVector",
                "NoVector_SameVersionBringsOne_IsApplied",
                "NoVector_NewerVersion_TakesTheOldVectorOut",
            ]),
        (
            "leaves memories without a vector out",
            () => new BrokenApplyStore((_, changes) => changes.Where(change => change is not VectorChange.Upsert { Vector.IsEmpty: true })),
            ["NoVector_Memory_IsCountedAndFoundByKeyword"]),
        (
            "ignores a vector that comes later",
            () => new UnversionedStore((last, change) => change.Version > (last?.Version ?? 0)),
            ["NoVector_SameVersionBringsOne_IsApplied"]),
        (
            "takes any vector where there is none",
            () => new UnversionedStore((last, change) =>
                (last is VectorChange.Upsert { Vector.IsEmpty: true } && change is VectorChange.Upsert) || change.Version > (last?.Version ?? 0)),
            ["NoVector_OlderVersionBringsOne_IsIgnored"]),
        (
            "never replaces what has no vector",
            () => new BrokenApplyStore(
                (told, changes) => changes.Where(change => change is VectorChange.Delete || told.All(known => !Same(known, change)))),
            ["NoVector_NewerVersionBringsOne_IsFoundByIt", "KeywordsAfter_NewText_AreTheNewTexts"]),
    ];

    private static KeywordQuery With(
        KeywordQuery query, string? text = null, MemoryScope? scope = null, int? top = null, bool amongAll = false) => new()
        {
            MemoryIds = amongAll ? null : query.MemoryIds,
            Text = text ?? query.Text,
            Scope = scope ?? query.Scope,
            Top = top ?? query.Top,
            MinTrust = query.MinTrust,
            ActiveAt = query.ActiveAt,
            Filter = query.Filter,
        };

    private static VectorChange.Upsert? First(IReadOnlyList<VectorChange> told, VectorChange change) =>
        told.OfType<VectorChange.Upsert>().FirstOrDefault(known => Same(known, change));

    private static bool Same(VectorChange left, VectorChange right) => string.Equals(left.Id, right.Id, StringComparison.Ordinal);
}
