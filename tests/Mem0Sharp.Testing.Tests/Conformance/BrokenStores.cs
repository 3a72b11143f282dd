namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>Stores that are wrong on purpose, each with the cases that must notice.</summary>
internal static class BrokenStores
{
    public static IReadOnlyList<(string Fault, Func<IVectorStore> Create, string[] Cases)> All { get; } =
    [
        (
            "finds nothing",
            () => new BrokenSearchStore(answer: (_, _) => []),
            ["Search_SeveralMemories_BestFirst", "Open_Again_KeepsWhatIsStored", "Expiry_WithoutActiveAt_IsStillFound"]),
        (
            "invents a match",
            () => new BrokenSearchStore(answer: (_, matches) => matches.Append(new VectorMatch(Sample("ghost"), -1))),
            ["Search_EmptyStore_FindsNothing", "Upsert_DeleteCameFirst_DoesNotResurrect"]),
        (
            "worst first",
            () => new BrokenSearchStore(answer: (_, matches) => matches.Reverse()),
            ["Search_SeveralMemories_BestFirst"]),
        (
            "scores of the wrong scale",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches.Select(match => match with { Score = (match.Score + 1) / 2 })),
            ["Search_Scores_AreCosines", "Search_SeveralMemories_BestFirst"]),
        (
            "scores beyond one",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches.Select(match => match with { Score = match.Score * 1.000001 })),
            ["Search_Scores_AreCosines"]),
        (
            "dot product of the query as it is",
            () => new BrokenSearchStore(
                answer: (query, matches) => matches.Select(match => match with { Score = match.Score * Length(query.Vector) })),
            ["Search_QueryOfAnyLength_ScoresTheSame"]),
        (
            "dot product of the stored vector as it is",
            () => new LengthKeepingStore(),
            ["Search_StoredVectorOfAnyLength_ScoresTheSame"]),
        (
            "ties in reverse order",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches
                    .OrderByDescending(match => match.Score)
                    .ThenByDescending(match => match.Item.Id, StringComparer.Ordinal)),
            ["Search_EqualScores_ComeInOrdinalIdOrder"]),
        (
            "ties in case-blind order",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches
                    .OrderByDescending(match => match.Score)
                    .ThenBy(match => match.Item.Id, StringComparer.OrdinalIgnoreCase)),
            ["Search_EqualScores_ComeInOrdinalIdOrder"]),
        (
            "ties in order of age",
            () => new BrokenSearchStore(ask: All1000, answer: (query, matches) => matches
                    .OrderByDescending(match => match.Score)
                    .ThenByDescending(match => match.Item.Id, StringComparer.Ordinal)
                    .Take(query.Top)
                    .OrderByDescending(match => match.Score)
                    .ThenBy(match => match.Item.Id, StringComparer.Ordinal)),
            ["Search_EqualScoresAtTheCut_KeepsTheLowestIds"]),
        ("ignores Top", () => new BrokenSearchStore(ask: All1000), ["Search_Top_IsTheMostReturned"]),
        (
            "takes the nearest of all, and of these those that were asked for",
            () => new BrokenSearchStore(
                ask: query => With(query, amongAll: true),
                answer: (query, matches) => matches.Where(match => query.MemoryIds?.Contains(match.Item.Id, StringComparer.Ordinal) != false)),
            ["Search_AmongSomeMemories_FindsThoseWithTheScoresOfAll"]),
        (
            "gives whoever is asked for by id",
            () => new BrokenSearchStore(ask: query => query.MemoryIds is null ? query : Unbounded(query)),
            ["Search_AmongSomeMemories_LeavesOutWhatDoesNotMatchOtherwise"]),
        (
            "ignores MinScore",
            () => new BrokenSearchStore(ask: query => With(query, minScore: null)),
            ["Search_MinScore_LeavesOutWhatIsBelow"]),
        (
            "takes no MinScore for zero",
            () => new BrokenSearchStore(ask: query => With(query, minScore: query.MinScore ?? 0)),
            ["Search_MinScore_LeavesOutWhatIsBelow", "Search_Scores_AreCosines"]),
        (
            "ignores the user",
            () => new ScopeStore(scope => (null, scope.AgentId, scope.RunId, scope.AppId)),
            ["Scope_User_FindsOnlyTheUsers", "Scope_SeveralIds_MustAllMatch"]),
        ("mixes up the kinds of id", () => new MixedKindsStore(), ["Scope_IdOfAnotherKind_DoesNotMatch"]),
        (
            "ignores the agent",
            () => new ScopeStore(scope => (scope.UserId, null, scope.RunId, scope.AppId)),
            ["Scope_Agent_FindsOnlyTheAgents", "Scope_SeveralIds_MustAllMatch"]),
        (
            "ignores the run",
            () => new ScopeStore(scope => (scope.UserId, scope.AgentId, null, scope.AppId)),
            ["Scope_Run_FindsOnlyTheRuns", "Scope_SeveralIds_MustAllMatch"]),
        (
            "ignores the app",
            () => new ScopeStore(scope => (scope.UserId, scope.AgentId, scope.RunId, null)),
            ["Scope_App_FindsOnlyTheApps", "Scope_SeveralIds_MustAllMatch"]),
        (
            "filters after the top is taken",
            () => new LateFilterStore(),
            ["Search_BetterMatchesOutsideTheScope_TakeNoPlace", "Expiry_BetterButExpired_TakesNoPlace"]),
        (
            "knows no linked agents",
            () => new BrokenSearchStore(
                answer: (query, matches) => matches.Where(match => query.Scope.Contains(match.Item with { LinkedAgentIds = [] }))),
            ["Scope_LinkedAgent_FindsTheMemory", "Scope_LinkGainedByAnUpdate_FindsTheMemory"]),
        (
            "knows no linked runs",
            () => new BrokenSearchStore(
                answer: (query, matches) => matches.Where(match => query.Scope.Contains(match.Item with { LinkedRunIds = [] }))),
            ["Scope_LinkedRun_FindsTheMemory", "Scope_LinkGainedByAnUpdate_FindsTheMemory"]),
        (
            "keeps the scope of the first version",
            () => new FirstScopeStore(),
            ["Scope_AfterAnUpdate_IsTheNewVersions", "Scope_LinkGainedByAnUpdate_FindsTheMemory"]),
        (
            "ignores expiry",
            () => new BrokenSearchStore(ask: query => With(query, activeAt: null)),
            [
                "Expiry_FromItsInstantOn_IsLeftOut",
                "Expiry_BetterButExpired_TakesNoPlace",
                "Expiry_ChangedByAnUpdate_IsTheNewVersions",
            ]),
        (
            "expires a tick late",
            () => new BrokenSearchStore(ask: query => With(query, activeAt: query.ActiveAt?.AddTicks(-1))),
            ["Expiry_FromItsInstantOn_IsLeftOut"]),
        (
            "expires a tick early",
            () => new BrokenSearchStore(ask: query => With(query, activeAt: query.ActiveAt?.AddTicks(1))),
            ["Expiry_FromItsInstantOn_IsLeftOut"]),
        (
            "always leaves out what expires",
            () => new BrokenSearchStore(answer: (_, matches) => matches.Where(match => match.Item.ExpiresAt is null)),
            ["Expiry_WithoutActiveAt_IsStillFound"]),
        (
            "passes over the tier of trust",
            () => new BrokenSearchStore(ask: query => With(query, minTrust: null)),
            ["Trust_BelowTheLowestTier_IsLeftOut", "Trust_BetterButBelow_TakesNoPlace", "Trust_ChangedByAnUpdate_IsTheNewVersions"]),
        (
            "leaves out the tier that is asked for",
            () => new BrokenSearchStore(answer: (query, matches) => matches.Where(match => !(match.Item.Trust <= query.MinTrust))),
            ["Trust_BelowTheLowestTier_IsLeftOut"]),
        (
            "loses metadata",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches.Select(match => match with { Item = match.Item with { Metadata = MemoryMetadata.Empty } })),
            ["Search_ItemWithEverythingSet_ComesBackEqual"]),
        (
            "cuts times to microseconds",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches.Select(match =>
                    match with { Item = match.Item with { CreatedAt = match.Item.CreatedAt.AddTicks(-(match.Item.CreatedAt.Ticks % 10)) } })),
            ["Search_ItemWithEverythingSet_ComesBackEqual"]),
        (
            "sorts tags",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches.Select(match =>
                    match with { Item = match.Item with { Tags = [.. match.Item.Tags.Order(StringComparer.Ordinal)] } })),
            ["Search_ItemWithEverythingSet_ComesBackEqual"]),
        (
            "forgets how strong links are",
            () => new BrokenSearchStore(
                answer: (_, matches) => matches.Select(match =>
                    match with { Item = match.Item with { Links = [.. match.Item.Links.Select(link => new MemoryLink(link.TargetId))] } })),
            ["Search_ItemWithEverythingSet_ComesBackEqual"]),
        (
            "never replaces",
            () => new BrokenApplyStore(
                (told, changes) => changes.Where(change => change is VectorChange.Delete || told.All(known => !Same(known, change)))),
            ["Upsert_NewerVersion_ReplacesItemAndVector", "Upsert_NextVersionMayBeSkipped_StillReplaces"]),
        (
            "keeps the first vector",
            () => new BrokenApplyStore(
                (told, changes) => changes.Select(change => change is VectorChange.Upsert upsert
                    && told.OfType<VectorChange.Upsert>().FirstOrDefault(known => Same(known, upsert)) is { } first
                        ? new VectorChange.Upsert(upsert.Item, first.Vector)
                        : change)),
            ["Upsert_NewerVersion_ReplacesItemAndVector"]),
        (
            "expects each next version",
            () => new UnversionedStore((last, change) => change.Version == (last?.Version ?? (change.Version - 1)) + 1),
            ["Upsert_NextVersionMayBeSkipped_StillReplaces"]),
        (
            "never deletes",
            () => new BrokenApplyStore((_, changes) => changes.Where(change => change is VectorChange.Upsert)),
            ["Delete_Newer_Removes", "Batch_Replayed_ChangesNothing"]),
        (
            "fails to delete what it does not know",
            () => new BrokenApplyStore(
                (told, changes) => changes.Select(change => change is VectorChange.Upsert || told.Any(known => Same(known, change))
                    ? change
                    : throw new MemoryStoreException("No such row."))),
            ["Delete_UnknownId_ChangesNothingElse"]),
        (
            "applies everything as it comes",
            () => new UnversionedStore((_, _) => true),
            [
                "Upsert_OlderAfterNewer_IsIgnored",
                "Upsert_SameVersionAgain_ChangesNothing",
                "Delete_OlderOrEqualAfterUpsert_IsIgnored",
                "Changes_InAnyOrder_EndTheSame",
                "Batch_SameIdSeveralTimes_NewestWins",
            ]),
        (
            "applies the same version again",
            () => new UnversionedStore((last, change) => change.Version >= (last?.Version ?? 0)),
            ["Upsert_SameVersionAgain_ChangesNothing", "Delete_OlderOrEqualAfterUpsert_IsIgnored"]),
        (
            "forgets the versions of deleted ids",
            () => new UnversionedStore((last, change) => last is VectorChange.Delete || change.Version > (last?.Version ?? 0)),
            ["Upsert_OlderThanDelete_DoesNotResurrect", "Changes_InAnyOrder_EndTheSame", "Open_Again_KeepsWhatIsStored"]),
        (
            "notes no delete of an unknown id",
            () => new UnversionedStore(
                (last, change) => (last is not null || change is VectorChange.Upsert) && change.Version > (last?.Version ?? 0)),
            ["Upsert_DeleteCameFirst_DoesNotResurrect"]),
        (
            "takes an older delete for the newest",
            () => new UnversionedStore(
                (last, change) => (last is VectorChange.Delete && change is VectorChange.Delete) || change.Version > (last?.Version ?? 0)),
            ["Delete_OlderAfterOtherDelete_ForgetsNothing"]),
        (
            "never restores",
            () => new UnversionedStore((last, change) => last is not VectorChange.Delete && change.Version > (last?.Version ?? 0)),
            ["Upsert_NewerThanDelete_Restores", "Batch_Replayed_ChangesNothing"]),
        (
            "keeps the first change of an id in a batch",
            () => new BrokenApplyStore((_, changes) => changes.DistinctBy(change => change.Id, StringComparer.Ordinal)),
            ["Batch_SameIdSeveralTimes_NewestWins"]),
        (
            "forgets its position",
            () => new BrokenLifecycleStore(LifecycleFault.ForgetsPosition),
            ["Position_AfterApply_IsReportedAtOpen"]),
        (
            "goes back to an older position",
            () => new BrokenLifecycleStore(LifecycleFault.TakesOlderPosition),
            ["Position_OlderBatchLate_DoesNotGoBack"]),
        (
            "starts at one",
            () => new BrokenLifecycleStore(LifecycleFault.StartsAtOne),
            ["Position_EmptyStore_IsTheStart", "Open_CancelledBefore_IsCancelled"]),
        ("drops the epoch", () => new BrokenLifecycleStore(LifecycleFault.DropsEpoch), ["Position_OfALaterEpoch_IsReported"]),
        ("skips an empty batch", () => new BrokenLifecycleStore(LifecycleFault.SkipsEmptyBatch), ["Position_EmptyBatch_IsNoted"]),
        (
            "counts one too many",
            () => new BrokenLifecycleStore(LifecycleFault.CountsOneTooMany),
            ["Count_AfterChanges_IsOfMemoriesNow"]),
        (
            "clears nothing",
            () => new BrokenLifecycleStore(LifecycleFault.ClearsNothing),
            [
                "Clear_Afterwards_StoreIsEmptyAtTheStart",
                "Clear_Afterwards_VersionsOfDeletedAreForgotten",
                "Clear_Afterwards_OpensForAnotherDimension",
            ]),
        (
            "ignores tokens",
            () => new BrokenLifecycleStore(LifecycleFault.IgnoresTokens),
            [
                "Apply_CancelledBefore_ChangesNothing",
                "Clear_CancelledBefore_ChangesNothing",
                "Read_CancelledBefore_IsCancelled",
                "Open_CancelledBefore_IsCancelled",
            ]),
        (
            "accepts any vector",
            () => new LenientStore(),
            [
                "Apply_WrongDimension_AppliesNothing",
                "Apply_NotFinite_AppliesNothing",
                "Apply_ZeroLength_AppliesNothing",
                "Search_WrongDimension_IsRefused",
                "Search_NotFinite_IsRefused",
                "Search_ZeroLength_IsRefused",
                "Open_OtherDimension_IsRefused",
            ]),
        (
            "refuses half way",
            () => new HalfRefusingStore(),
            ["Apply_WrongDimension_AppliesNothing", "Apply_NotFinite_AppliesNothing", "Apply_ZeroLength_AppliesNothing"]),
        ("tears batches", () => new TornBatchStore(), ["Concurrent_SearchDuringBatches_SeesEachWhole"]),
        ("says done too early", () => new LateStore(), ["Concurrent_SearchAfterApply_SeesIt"]),
        ("fails under load", () => new FailingUnderLoadStore(), ["Concurrent_AppliesAndSearches_NeverFail"]),
        .. BrokenKeywordStores.All,
        .. BrokenDescribeStores.All,
        .. BrokenFilterStores.All,
    ];

    private static VectorQuery All1000(VectorQuery query) => With(query, top: MemoryLimits.Top);

    private static VectorQuery Unbounded(VectorQuery query) =>
        new() { Vector = query.Vector, Scope = query.Scope, Top = query.Top, MemoryIds = query.MemoryIds };

    private static VectorQuery With(
        VectorQuery query,
        Optional<double?> minScore = default,
        Optional<DateTimeOffset?> activeAt = default,
        Optional<MemoryTrust?> minTrust = default,
        bool amongAll = false,
        int? top = null) => new()
        {
            MemoryIds = amongAll ? null : query.MemoryIds,
            Vector = query.Vector,
            Scope = query.Scope,
            Top = top ?? query.Top,
            MinScore = minScore.IsGiven ? minScore.Value : query.MinScore,
            ActiveAt = activeAt.IsGiven ? activeAt.Value : query.ActiveAt,
            MinTrust = minTrust.IsGiven ? minTrust.Value : query.MinTrust,
            Filter = query.Filter,
        };

    private static bool Same(VectorChange left, VectorChange right) => string.Equals(left.Id, right.Id, StringComparison.Ordinal);

    private static double Length(ReadOnlyMemory<float> vector) => Math.Sqrt(vector.ToArray().Sum(component => (double)component * component));

    private static MemoryItem Sample(string id) => new() { Id = id, Text = id, Scope = MemoryScope.ForUser("alice") };

    private readonly record struct Optional<T>(T Value, bool IsGiven)
    {
        public static implicit operator Optional<T>(T value) => new(value, true);
    }
}
