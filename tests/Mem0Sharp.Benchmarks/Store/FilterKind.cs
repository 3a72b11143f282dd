namespace Mem0Sharp.Benchmarks;

/// <summary>A filter for the store, and the same condition on a plain dictionary.</summary>
/// <param name="Name">What kind it is.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Matches">The condition.</param>
internal sealed record FilterKind(string Name, MemoryFilter Filter, Func<Dictionary<string, object>, bool> Matches)
{
    /// <summary>What each memory has: a number of its own, and by it others that 10, 100, … memories have in common.</summary>
    private const string Number = "n";

    /// <summary>Makes the metadata of a memory.</summary>
    public static Dictionary<string, object> Metadata(int number) => new(StringComparer.Ordinal)
    {
        [Number] = number,
        [FieldOf(1)] = 0,
        [FieldOf(10)] = number % 10,
        [FieldOf(100)] = number % 100,
        [FieldOf(1_000)] = number % 1_000,
        [FieldOf(10_000)] = number % 10_000,
    };

    /// <summary>Makes filters of each kind that leave one of so many memories.</summary>
    /// <param name="oneOf">1, 10, 100 or 1,000.</param>
    /// <param name="rows">How many memories there are.</param>
    public static FilterKind[] Of(int oneOf, int rows)
    {
        string field = FieldOf(oneOf);
        int wanted = oneOf / 2;
        int from = rows / 3 * (oneOf - 1) / oneOf;
        int to = from + (rows / oneOf);
        string finer = FieldOf(oneOf * 10);
        int[] values = [.. Enumerable.Range(0, 10).Select(i => wanted + (i * oneOf))];
        HashSet<int> known = [.. values];
        return
        [
            new FilterKind("equality", MemoryField.Metadata(field).EqualTo(wanted), row => (int)row[field] == wanted),
            new FilterKind(
                "range",
                MemoryField.Metadata(Number).AtLeast(from) & MemoryField.Metadata(Number).LessThan(to),
                row => (int)row[Number] >= from && (int)row[Number] < to),
            new FilterKind(
                "in", MemoryField.Metadata(finer).In([.. values.Select(value => (MemoryFilterValue)value)]), row => known.Contains((int)row[finer])),
        ];
    }

    private static string FieldOf(int oneOf) => $"of_{oneOf}";
}
