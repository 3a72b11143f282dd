namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>Stores that get wrong what only describes a memory anew.</summary>
internal static class BrokenDescribeStores
{
    public static IReadOnlyList<(string Fault, Func<IVectorStore> Create, string[] Cases)> All =>
    [
        (
            "forgets the vector of what is described anew",
            () => new BrokenApplyStore((_, changes) => changes.Select(change =>
                change is VectorChange.Describe describe ? new VectorChange.Upsert(describe.Item, ReadOnlyMemory<float>.Empty) : change)),
            ["Describe_Memory_HasTheNewPropertiesAndItsVector", "Describe_Scope_IsFoundThereByItsVector"]),
        (
            "leaves out what only describes",
            () => new BrokenApplyStore((_, changes) => changes.Where(change => change is not VectorChange.Describe)),
            [
                "Describe_Memory_HasTheNewPropertiesAndItsVector",
                "Describe_MemoryWithoutVector_StaysWithoutUntilItComes",
                "Describe_UnknownMemory_IsFoundByKeywordUntilItsVectorComes",
                "Describe_AnotherText_IsNotFoundByTheOldVector",
            ]),
        (
            "takes any description for the newest",
            () => new UnversionedStore((last, change) => change is VectorChange.Describe || change.Version > (last?.Version ?? 0)),
            ["Describe_OlderVersion_IsIgnored", "Describe_Deleted_DoesNotComeBack"]),
        (
            "keeps the old vector for a new text",
            () => new BrokenApplyStore((told, changes) => changes.Select(change =>
                change is VectorChange.Describe describe
                && told.OfType<VectorChange.Upsert>().LastOrDefault(known => string.Equals(known.Id, change.Id, StringComparison.Ordinal)) is { } last
                    ? new VectorChange.Upsert(describe.Item, last.Vector)
                    : change)),
            ["Describe_AnotherText_IsNotFoundByTheOldVector"]),
    ];
}
